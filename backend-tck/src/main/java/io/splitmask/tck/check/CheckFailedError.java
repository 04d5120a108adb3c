package io.splitmask.tck.check;

/** A checked backend was used against the rules, or broke them. An error, so that nobody handles it by accident. */
public final class CheckFailedError extends AssertionError {
    CheckFailedError(String message) {
        super(message);
    }
}
