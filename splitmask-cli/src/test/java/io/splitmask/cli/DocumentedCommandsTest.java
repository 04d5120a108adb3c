package io.splitmask.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.cli.run.ExitCode;
import io.splitmask.spi.Backends;
import io.splitmask.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Every command of the documentation is run, here or elsewhere. Here they run one after the other in one folder, small as
 * {@link SmallScale} says, so that each finds what those before it left.
 */
class DocumentedCommandsTest {
    private static final CommandLine COMMANDS = CommandRun.commandLine(Backends.installed());

    /** What continuous integration runs, and the line of its script that does. */
    private static final Map<String, String> IN_CI = Map.of(
            "mvn verify", "mvn -B verify",
            "mvn javadoc:aggregate", "mvn -B javadoc:aggregate",
            "splitmask demo --quick", "./splitmask demo --quick --engine \"$engine\"",
            "export SPLITMASK_CLASSPATH=docs/writing-a-backend/target/backend-arrays-1.0.jar",
                    "export SPLITMASK_CLASSPATH=outside-projects/target/projects/writing-a-backend/target/backend-arrays-1.0.jar");

    private static final String QUICK = "takes ten minutes: continuous integration runs it with --quick";
    private static final String PROCESSES = "measures in processes of its own: a test of the command runs it, small";
    private static final String OUTSIDE = "the module outside-projects does it, in a repository of its own";
    private static final String JAVA = "gives Java another option: the tests of backend-dl4j run with it and without";
    private static final String PLATFORM = "builds for another platform";
    private static final String LONG = "takes half an hour or more: its figures are in benchmarks/RESULTS.md";
    private static final String WRITES = "writes the page that CommandReferenceTest compares";
    private static final String PYTHON =
            "is a program of Python's: TensorBoardListenerTest reads the files in its place";

    /** What is run neither here nor so in continuous integration, and why. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("splitmask demo", QUICK),
            Map.entry("splitmask demo --engine dl4j", QUICK),
            Map.entry("splitmask bench compare --out speed", PROCESSES),
            Map.entry(
                    "splitmask bench compare --methods splitmask,dino --cases vit_tiny:64:8:64 --rounds 3 --out speed-dino",
                    PROCESSES),
            Map.entry(
                    "splitmask bench compare --engines djl --device cuda --precision bf16 --cases vit_base:224:16:128",
                    PROCESSES),
            Map.entry("SPLITMASK_JAVA_OPTS=\"--add-modules jdk.incubator.vector\" ./splitmask engines", JAVA),
            Map.entry("splitmask bench scale --out scale", PROCESSES),
            Map.entry(
                    "splitmask bench scale --engines djl --peers pytorch --batches 4,16,64 --tokens 49,196 --threads 2"
                            + " --out scale",
                    PROCESSES),
            Map.entry(
                    "mvn install -DskipTests -pl splitmask-bom,splitmask-core,tokenizers,datasets,backend-djl,"
                            + "backend-dl4j -am",
                    OUTSIDE),
            Map.entry("mvn install -DskipTests -pl splitmask-bom,backend-tck -am", OUTSIDE),
            Map.entry("mvn test", OUTSIDE),
            Map.entry("mvn -q package -f docs/writing-a-backend", OUTSIDE),
            Map.entry(
                    "mvn verify -Dnative.platform=macosx-arm64 -Dnative.pytorch=osx-aarch64"
                            + " -Dnative.nd4j=macosx-arm64",
                    PLATFORM),
            Map.entry(
                    "mvn verify -Dnative.platform=windows-x86_64 -Dnative.pytorch=win-x86_64"
                            + " -Dnative.nd4j=windows-x86_64-onednn-avx2",
                    PLATFORM),
            Map.entry(
                    "mvn -pl splitmask-cli -am test -Dtest=ParsersFuzzTest -Dsurefire.failIfNoSpecifiedTests=false"
                            + " -Dsplitmask.fuzz=1000000",
                    LONG),
            Map.entry(
                    "mvn -pl splitmask-cli -am test -Dtest=Soak -Dsurefire.failIfNoSpecifiedTests=false"
                            + " -Dsplitmask.soak.minutes=30",
                    LONG),
            Map.entry(
                    "mvn test -pl splitmask-cli -am -Dtest=CommandReferenceTest"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Dsplitmask.docs.write",
                    WRITES),
            Map.entry("pip install tensorboard", PYTHON),
            Map.entry("tensorboard --logdir runs", PYTHON));

    @TempDir
    private static Path folder = Path.of("");

    private static SmallScale small = new SmallScale(COMMANDS, folder);

    @BeforeAll
    static void fill() throws IOException {
        ReadersFolder.fill(folder);
        small = new SmallScale(COMMANDS, folder);
    }

    static Stream<String> here() throws IOException {
        return DocumentedCommands.all().stream()
                .filter(command -> !IN_CI.containsKey(command) && !ELSEWHERE.containsKey(command));
    }

    @ParameterizedTest
    @MethodSource("here")
    void theCommandRuns(String command) throws IOException {
        assertThat(command).as("what this test can run; else say why in a list").startsWith("splitmask ");
        String[] commandAndFile = command.split(" > ");
        List<String> words = small.words(commandAndFile[0]);
        CommandRun run = CommandRun.of(Backends.installed(), words.toArray(String[]::new));
        if (commandAndFile.length > 1) {
            Files.writeString(folder.resolve(commandAndFile[1]), run.out());
        }
        if (words.contains("cuda") && !hasCuda()) {
            assertThat(run.err().lines())
                    .singleElement()
                    .asString()
                    .contains("no CUDA build of PyTorch was found; install PyTorch");
            assertThat(run.code()).isEqualTo(ExitCode.FAILED);
            return;
        }
        assertThat(run.code()).as("%s%n%s", String.join(" ", words), run.err()).isEqualTo(ExitCode.DONE);
        if (command.contains(" --out ")) {
            assertThat(Path.of(words.get(words.indexOf("--out") + 1))).exists();
        }
    }

    private static boolean hasCuda() {
        return Backends.installed().stream()
                .flatMap(provider -> provider.devices().stream())
                .anyMatch(device -> !device.equals(Device.CPU));
    }

    @Test
    void whatIsRunElsewhereIsDocumentedAndCanBeRead() throws IOException {
        assertThat(DocumentedCommands.all()).containsAll(IN_CI.keySet()).containsAll(ELSEWHERE.keySet());
        assertThat(Files.readString(Path.of("..", ".ci", "run"))).contains(IN_CI.values());
        for (String command : ELSEWHERE.keySet()) {
            if (command.startsWith("splitmask ")) {
                String[] words = command.split(" ");
                assertThat(COMMANDS.parseArgs(Arrays.copyOfRange(words, 1, words.length))
                                .hasSubcommand())
                        .as(command)
                        .isTrue();
            }
        }
    }

    @Test
    void everyPageIsInTheTableOfContents() throws IOException {
        assertThat(DocumentedCommands.pages()).containsExactlyInAnyOrderElementsOf(DocumentedCommands.files());
    }
}
