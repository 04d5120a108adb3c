package io.splitmask.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.spi.BackendException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandLinesTest {
    @Test
    void anUnknownCommandListsTheKnown() {
        CommandRun run = CommandRun.of(List.of(), "enginse");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err().lines())
                .containsExactly(
                        "splitmask: unknown command 'enginse'; did you mean engines? "
                                + "(known: demo, pretrain, finetune, probe, knn, embed, search, study, tokenizer, export, "
                                + "engines, bench, help)",
                        "'splitmask --help' shows how it is used.");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anUnknownOptionListsTheKnown() {
        CommandRun run = CommandRun.of(List.of(), "engines", "--jsn");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("unknown option '--jsn'; did you mean --json?", "--debug, --help, --json, --version");
    }

    @Test
    void noCommandIsWrongUsage() {
        CommandRun run = CommandRun.of(List.of());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("splitmask: expected a command");
    }

    @Test
    void helpShowsCommandsExamplesAndExitCodes() {
        CommandRun run = CommandRun.of(List.of(), "--help");
        assertThat(run.code()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .contains("Commands:", "Examples:", "130 interrupted")
                .containsPattern("engines +Lists")
                .containsPattern("demo +Pre-trains");
    }

    /** Picocli prints a warning above a help whose text it cannot format, such as a share in percent. */
    @Test
    void helpComesWithoutWarnings() {
        ByteArrayOutputStream warnings = new ByteArrayOutputStream();
        PrintStream err = System.err;
        System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
        try {
            assertThat(helps(CommandRun.commandLine(List.of())))
                    .hasSizeGreaterThan(10)
                    .doesNotContain("");
        } finally {
            System.setErr(err);
        }
        assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static List<String> helps(CommandLine command) {
        List<String> helps = new ArrayList<>(List.of(command.getUsageMessage()));
        command.getSubcommands().values().forEach(subcommand -> helps.addAll(helps(subcommand)));
        return helps;
    }

    @Test
    void versionNamesThisBuildAndTheJavaThatRunsIt() {
        assertThat(CommandRun.of(List.of(), "--version").out())
                .containsPattern("splitmask \\d+\\.\\d+\\.\\d+")
                .contains("java " + System.getProperty("java.version"))
                .doesNotContain("${");
    }

    @Test
    void theCodeOfTheCommandIsTheCodeOfTheProcess() {
        assertThat(CommandRun.acting(() -> 130, "act").code()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(CommandRun.acting(() -> 0, "act").code()).isEqualTo(ExitCode.DONE);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsOneLineAndACode(Throwable failure, int code, String line) {
        CommandRun run = CommandRun.acting(throwing(failure), "act");
        assertThat(run.err().lines()).containsExactly("splitmask act: " + line);
        assertThat(run.code()).isEqualTo(code);
    }

    static Stream<Arguments> failures() {
        Path missing = Path.of("no", "such", "file").toAbsolutePath();
        Path here = Path.of("").toAbsolutePath();
        return Stream.of(
                Arguments.of(new UsageException("--a and --b exclude each other"), 2, "--a and --b exclude each other"),
                Arguments.of(new BackendException("no natives; add x"), 1, "no natives; add x"),
                Arguments.of(new IllegalArgumentException("expected 1,\n  got 2"), 1, "expected 1, got 2"),
                Arguments.of(
                        new NoSuchFileException("no/such/file"),
                        1,
                        "no such file or folder: " + missing + "; only " + here + " exists"),
                Arguments.of(
                        new AccessDeniedException("x"),
                        1,
                        "no permission for " + here.resolve("x") + "; change it or choose another --out"),
                Arguments.of(new IOException("disk full"), 1, "disk full"),
                Arguments.of(
                        new NullPointerException("x is null"),
                        1,
                        "unexpected java.lang.NullPointerException: x is null; --debug shows the trace"),
                Arguments.of(new InterruptedException(), 130, "interrupted"),
                Arguments.of(
                        new CancellationException("checkpoint at step 5"), 130, "interrupted: checkpoint at step 5"),
                Arguments.of(
                        new OutOfMemoryError("Java heap space"),
                        1,
                        "out of memory (Java heap space); use a smaller --batch or --model, or give Java more, such as "
                                + "SPLITMASK_JAVA_OPTS=-Xmx8g"),
                Arguments.of(
                        new UnsatisfiedLinkError("libx.so"),
                        1,
                        "cannot load java.lang.UnsatisfiedLinkError: libx.so; './splitmask engines' shows which engines "
                                + "can run here"));
    }

    @Test
    void debugAddsTheTraceBeforeOrAfterTheCommand() {
        Callable<Integer> failing = throwing(new IllegalStateException("why"));
        for (String[] args : new String[][] {{"--debug", "act"}, {"act", "--debug"}}) {
            assertThat(CommandRun.acting(failing, args).err())
                    .startsWith("splitmask act: why")
                    .contains("IllegalStateException: why", "\tat io.splitmask.cli.CommandLinesTest");
        }
    }

    private static Callable<Integer> throwing(Throwable failure) {
        return () -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        };
    }
}
