package io.splitmask.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged files of every format: each is read or refused in one line, soon and in little memory.
 *
 * <p>A build tries a few of each. This command tries a million in all and prints how many were read and refused:
 *
 * <pre>{@code
 * mvn -pl splitmask-cli -am test -Dtest=ParsersFuzzTest -Dsurefire.failIfNoSpecifiedTests=false -Dsplitmask.fuzz=1000000
 * }</pre>
 *
 * <p>{@code -Dsplitmask.fuzz.seed=N} gives others; a failure names the seed and the number of its input.
 */
class ParsersFuzzTest {
    private static final String COUNT = "splitmask.fuzz";
    private static final List<Fuzzer.Outcome> OUTCOMES = new ArrayList<>();
    private static final Logger READERS = Logger.getLogger("io.splitmask");

    /** Readers warn of data sets and tables that are not whole, which few here are. */
    @BeforeAll
    static void quiet() {
        READERS.setLevel(Level.OFF);
    }

    static Stream<Arguments> targets() throws Exception {
        return Stream.of(WeightsTargets.all(), SettingsTargets.all(), DataSetTargets.all(), ImageTargets.all())
                .flatMap(List::stream)
                .map(target -> Arguments.argumentSet(target.name(), target));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void damagedFilesAreReadOrRefused(FuzzTarget target, @TempDir Path folder) throws Exception {
        long numTargets = targets().count();
        long numInputs = Math.max(1, (Long.getLong(COUNT, 4_000) + numTargets - 1) / numTargets);
        Fuzzer.Outcome outcome = new Fuzzer(target, folder, Long.getLong(COUNT + ".seed", 1)).run(numInputs);
        OUTCOMES.add(outcome);
        assertThat(outcome.read() + outcome.refused()).isEqualTo(numInputs);
        assertThat(outcome.refused()).as("inputs refused").isPositive();
    }

    @AfterAll
    static void print() {
        READERS.setLevel(null);
        if (Long.getLong(COUNT) == null) {
            return;
        }
        System.out.println("| format | inputs | read | refused | most memory for one |");
        long all = 0;
        for (Fuzzer.Outcome outcome : OUTCOMES) {
            long numInputs = outcome.read() + outcome.refused();
            all += numInputs;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %,d | %,d KiB |%n",
                    outcome.format(),
                    numInputs,
                    outcome.read(),
                    outcome.refused(),
                    outcome.mostBytes() >> 10);
        }
        System.out.printf(Locale.ROOT, "| all | %,d | | | |%n", all);
    }
}
