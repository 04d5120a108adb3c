package io.splitmask.io.pytorch;

/** Python's {@code None}. */
enum None {
    NONE
}
