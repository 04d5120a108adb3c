package io.splitmask.datasets.loader;

/** Loading cannot go on; the message is one line. */
public final class LoaderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoaderException(String message) {
        super(message);
    }

    LoaderException(String message, Throwable cause) {
        super(message, cause);
    }
}
