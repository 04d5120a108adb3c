package io.splitmask.cli;

/** The options contradict each other or name something that does not exist. The message is one line with the remedy. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }
}
