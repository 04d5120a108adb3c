package io.splitmask.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the start script on a small tree of folders, with a Java and a Maven that only tell what they were asked. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for POSIX shells")
class StartScriptTest {
    private static final String FAKE_JAVA = """
            #!/bin/sh
            if [ "$1" = -version ]; then echo 'openjdk version "VERSION" 2026-01-01' >&2; exit; fi
            echo "java VERSION: $*"
            """;
    private static final String FAKE_MAVEN = """
            #!/bin/sh
            echo "maven in $(pwd): $*"
            mkdir -p splitmask-cli/target m2
            touch m2/a.jar m2/b.jar
            echo "$(pwd)/m2/a.jar:$(pwd)/m2/b.jar" > splitmask-cli/target/classpath
            """;

    @TempDir
    private Path temporary = Path.of("");

    private Path root = temporary;
    private Path source = temporary;
    private Path bin = temporary;

    @BeforeEach
    void createTree() throws IOException {
        temporary = temporary.toRealPath();
        root = Files.createDirectories(temporary.resolve("check out"));
        bin = Files.createDirectories(temporary.resolve("bin"));
        Path script = Path.of("..", "splitmask").toAbsolutePath().normalize();
        executable(root.resolve("splitmask"), Files.readString(script));
        source = root.resolve("splitmask-cli/src/main/java/A.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "class A {}");
        executable(bin.resolve("java"), FAKE_JAVA.replace("VERSION", "17.0.1"));
        executable(bin.resolve("mvn"), FAKE_MAVEN);
    }

    @Test
    void firstUseBuildsAndThenRuns() throws Exception {
        Outcome outcome = run(root.resolve("splitmask"), Map.of(), "engines", "a b");
        assertThat(outcome.err()).containsExactly("splitmask: building (first use, may take a few minutes) ...");
        assertThat(outcome.out())
                .singleElement()
                .asString()
                .startsWith("java 17.0.1: ")
                .contains(root + "/m2/a.jar:" + root + "/m2/b.jar io.splitmask.cli.Main engines a b")
                .doesNotContain("enable-native-access", "splitmask.columns");
        assertThat(root.resolve("splitmask-cli/target/build.log"))
                .hasContent("maven in " + root + ": -q -B -Dunchecked -Dmaven.test.skip -pl splitmask-cli -am package");
    }

    @Test
    void aBuiltTreeRunsAtOnce() throws Exception {
        run(root.resolve("splitmask"), Map.of());
        assertThat(run(root.resolve("splitmask"), Map.of()).err()).isEmpty();
    }

    @Test
    void changedSourcesAreBuiltAgainButTestsAreNot() throws Exception {
        run(root.resolve("splitmask"), Map.of());
        Path test = root.resolve("splitmask-cli/src/test/java/T.java");
        Files.createDirectories(test.getParent());
        later(Files.writeString(test, "class T {}"));
        assertThat(run(root.resolve("splitmask"), Map.of()).err()).isEmpty();
        later(source);
        assertThat(run(root.resolve("splitmask"), Map.of()).err())
                .containsExactly("splitmask: building (sources have changed, may take a few minutes) ...");
    }

    @Test
    void jarsThatAreGoneAreFetchedByABuild() throws Exception {
        run(root.resolve("splitmask"), Map.of());
        Path jar = root.resolve("m2/b.jar");
        Files.delete(jar);
        assertThat(run(root.resolve("splitmask"), Map.of()).err())
                .containsExactly("splitmask: building (" + jar + " is gone, may take a few minutes) ...");
        assertThat(jar).exists();
        assertThat(run(root.resolve("splitmask"), Map.of()).err()).isEmpty();
    }

    @Test
    void enginesOfOthersComeLastOnTheClassPath() throws Exception {
        assertThat(run(root.resolve("splitmask"), Map.of("SPLITMASK_CLASSPATH", "/my engine.jar"), "engines")
                        .out())
                .singleElement()
                .asString()
                .contains("/m2/b.jar:/my engine.jar io.splitmask.cli.Main engines");
    }

    @Test
    void worksThroughLinksFromAnotherFolder() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("check out", "splitmask"));
        Path second = Files.createSymbolicLink(bin.resolve("splitmask"), link);
        assertThat(run(second, Map.of(), "x").out()).singleElement().asString().endsWith("io.splitmask.cli.Main x");
    }

    @Test
    void aFailedBuildShowsTheEndOfItsLogAndIsTriedAgain() throws Exception {
        executable(bin.resolve("mvn"), "#!/bin/sh\necho broken code\nexit 1\n");
        for (int attempt = 0; attempt < 2; attempt++) {
            Outcome outcome = run(root.resolve("splitmask"), Map.of());
            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .hasSize(3)
                    .contains("broken code")
                    .last()
                    .asString()
                    .isEqualTo("splitmask: the build failed; the whole log is in " + root
                            + "/splitmask-cli/target/build.log");
        }
    }

    @Test
    void takesTheNewestJavaWithItsOptions() throws Exception {
        Path home = temporary.resolve("jdk");
        Files.createDirectories(home.resolve("bin"));
        executable(home.resolve("bin/java"), FAKE_JAVA.replace("VERSION", "25"));
        Map<String, String> environment = Map.of("JAVA_HOME", home.toString(), "SPLITMASK_JAVA_OPTS", "-Xmx1g -Da=b");
        assertThat(run(root.resolve("splitmask"), environment).out())
                .singleElement()
                .asString()
                .startsWith("java 25: ")
                .contains(
                        " -Xmx1g -Da=b ",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void anOldJavaIsRefusedBeforeAnythingIsBuilt() throws Exception {
        executable(bin.resolve("java"), FAKE_JAVA.replace("VERSION", "1.8.0_402"));
        Outcome outcome = run(root.resolve("splitmask"), Map.of());
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .containsExactly("splitmask: needs Java 17 or newer, found 8 at " + bin + "/java; set JAVA_HOME");
    }

    @Test
    void mavenGetsTheOptionsOfTheUser() throws Exception {
        run(root.resolve("splitmask"), Map.of("SPLITMASK_MVN_ARGS", "-o -Dx=y"));
        assertThat(Files.readString(root.resolve("splitmask-cli/target/build.log"))
                        .strip())
                .endsWith("package -o -Dx=y");
    }

    private record Outcome(int code, List<String> out, List<String> err) {}

    private Outcome run(Path script, Map<String, String> environment, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        Path out = temporary.resolve("out");
        Path err = temporary.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command).directory(temporary.toFile());
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.equals("JAVA_HOME") || name.startsWith("SPLITMASK_"));
        builder.environment().put("PATH", bin + ":/usr/bin:/bin");
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Outcome(code, Files.readAllLines(out, StandardCharsets.UTF_8), Files.readAllLines(err));
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void later(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
    }
}
