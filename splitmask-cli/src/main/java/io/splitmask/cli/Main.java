package io.splitmask.cli;

import com.google.inject.Guice;
import io.splitmask.cli.option.RunLog;
import io.splitmask.cli.run.ExitCode;
import java.util.Locale;

/** Entry point of the {@code splitmask} command. */
public final class Main {
    private Main() {}

    /** Runs the command line and ends the JVM with its exit code, see {@link ExitCode}. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // texts are English, numbers in them too
        System.setProperty("java.awt.headless", "true"); // reports draw charts, but no window opens
        RunLog.silence();
        int code = CommandLines.create(Guice.createInjector(new CliModule())).execute(args);
        RunLog.printWaiting(System.err);
        System.exit(code);
    }
}
