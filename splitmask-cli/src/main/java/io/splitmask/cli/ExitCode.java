package io.splitmask.cli;

/** What the process tells the shell. */
final class ExitCode {
    /** All was done. */
    static final int DONE = 0;
    /** Something failed; one line on standard error says what, where and what to do. */
    static final int FAILED = 1;
    /** The command line was wrong. */
    static final int USAGE = 2;
    /** The user stopped it; a checkpoint was written. The JVM itself answers an interrupt with the same number. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
