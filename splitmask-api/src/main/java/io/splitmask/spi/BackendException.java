package io.splitmask.spi;

/** A backend is missing, cannot start, or failed inside the engine. The message is one line with the remedy. */
public class BackendException extends RuntimeException {
    /** Creates the exception. */
    public BackendException(String message) {
        super(message);
    }

    /** Creates the exception with the engine's own. */
    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
