package io.splitmask.cli.run;

/** What the process tells the shell. */
public final class ExitCode {
    /** All was done. */
    public static final int DONE = 0;
    /** Something failed; one line on standard error says what, where and what to do. */
    public static final int FAILED = 1;
    /** The command line was wrong. */
    public static final int USAGE = 2;
    /** The user stopped it; a checkpoint was written. The JVM itself answers an interrupt with the same number. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
