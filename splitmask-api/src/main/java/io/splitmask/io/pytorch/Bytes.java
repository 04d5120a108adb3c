package io.splitmask.io.pytorch;

/**
 * A byte string. Its content is skipped: neither names nor weights are stored so.
 *
 * @param length number of bytes
 */
record Bytes(int length) {}
