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

    /**
     * Words why an engine did not start: engines wrap what went wrong in errors that do not say it.
     *
     * @param engine such as {@code PyTorch}
     * @param thrown by the engine; the first line of its innermost cause goes into the message
     * @param remedy what to install or set, one line
     */
    public static BackendException notStarted(String engine, Throwable thrown, String remedy) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root.toString().lines().findFirst().orElse("");
        return new BackendException(engine + " does not start: " + reason + "; " + remedy, thrown);
    }
}
