package io.splitmask.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line in a process of its own, which can be stopped or killed. */
public final class CommandProcess {
    private CommandProcess() {}

    /** A process that does what a command line says; only its standard error can be read. */
    public static ProcessBuilder of(String... commandLine) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1", // over before more compiling would pay
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(commandLine));
        return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }

    /** The same, with standard error where this JVM has its own. */
    public static Process start(String... commandLine) throws IOException {
        return of(commandLine).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
