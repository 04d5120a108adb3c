package io.splitmask.cli.option;

/** The options contradict each other or name something that does not exist. The message is one line with the remedy. */
public final class UsageException extends RuntimeException {
    /** Says what is wrong. @param message one line with the remedy */
    public UsageException(String message) {
        super(message);
    }

    /** Takes over what a library type says about a value that the user gave. */
    public UsageException(IllegalArgumentException problem) {
        super(problem.getMessage(), problem);
    }
}
