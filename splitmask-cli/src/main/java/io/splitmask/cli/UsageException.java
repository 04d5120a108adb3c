package io.splitmask.cli;

/** The options contradict each other or name something that does not exist. The message is one line with the remedy. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }

    /** Takes over what a library type says about a value that the user gave. */
    UsageException(IllegalArgumentException problem) {
        super(problem.getMessage(), problem);
    }
}
