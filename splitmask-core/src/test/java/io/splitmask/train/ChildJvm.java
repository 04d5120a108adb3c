package io.splitmask.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another Java process on the class path of the tests. */
final class ChildJvm {
    private ChildJvm() {}

    /** Returns a command that runs a main class in little memory. */
    static List<String> command(Class<?> main, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // over before more compiling would pay
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        return command;
    }
}
