package io.splitmask.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.cli.CommandProcess;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.train.CheckpointStore;
import io.splitmask.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pre-trains by the command, kills it at random moments, resumes it, and so on until the run is done, and then the next
 * run, on each engine in turn. Every run must end with the bytes of one that nobody killed.
 *
 * <p>No part of a build, as it takes half an hour:
 *
 * <pre>{@code
 * mvn -pl splitmask-cli -am test -Dtest=Soak -Dsurefire.failIfNoSpecifiedTests=false -Dsplitmask.soak.minutes=30
 * }</pre>
 */
class Soak {
    private static final List<String> ENGINES = List.of("djl", "dl4j");
    private static final int UPDATES = 300;
    private static final int CHECKPOINT_EVERY = 3;
    /** A process is killed before it has lived so long, if it has not ended by itself. */
    private static final int LONGEST_LIFE_MILLIS = 25_000;

    private final Path folder;
    private final RandomStream random = SplittableSeed.of(30).child("kills").stream();
    private final List<RunFolder> unbroken = new ArrayList<>();
    /** Names of files that a process was writing when it was killed. */
    private final Set<Path> halfFiles = new HashSet<>();

    private int kills;
    private int killsBeforeTheFirstCheckpoint;
    private long stepsRepeated;

    Soak(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void killedRunsLoseNothingButTheStepsSinceTheirLastCheckpoint() throws Exception {
        for (String engine : ENGINES) {
            RunFolder run = new RunFolder(folder.resolve("unbroken-" + engine));
            assertThat(CommandProcess.start(pretrain(engine, run)).waitFor()).isZero();
            unbroken.add(run);
        }
        long start = System.nanoTime();
        long end = start + TimeUnit.MINUTES.toNanos(Long.getLong("splitmask.soak.minutes", 30));
        int runs = 0;
        for (; runs == 0 || System.nanoTime() < end; runs++) {
            int turn = runs % ENGINES.size();
            String engine = ENGINES.get(turn);
            RunFolder run = new RunFolder(folder.resolve("run-" + runs));
            int before = kills;
            runKilled(engine, run);
            assertEndsAsUnbroken(run, unbroken.get(turn));
            System.out.printf("run %d on %s: killed %d times, same bytes%n", runs, engine, kills - before);
        }
        System.out.printf(
                "%d runs of %d steps in %d minutes: %d kills, %d before the first checkpoint, %d while a file was"
                        + " written; %d steps done again%n",
                runs,
                UPDATES,
                TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - start),
                kills,
                killsBeforeTheFirstCheckpoint,
                halfFiles.size(),
                stepsRepeated);
    }

    private void runKilled(String engine, RunFolder run) throws Exception {
        while (true) {
            // What was killed before it had written its settings is no run yet, and is begun again.
            Process process =
                    CommandProcess.start(Files.exists(run.config()) ? resume(engine, run) : pretrain(engine, run));
            if (process.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS)) {
                assertThat(process.exitValue()).isZero();
                return;
            }
            process.destroyForcibly().waitFor();
            kills++;
            countLosses(run);
        }
    }

    private void countLosses(RunFolder run) throws IOException {
        long checkpoint = newestStep(run);
        killsBeforeTheFirstCheckpoint += checkpoint == 0 ? 1 : 0;
        noteHalfFiles(run.path());
        // A row stands before the checkpoint of its step.
        long lost = Files.exists(run.metrics())
                ? Files.readString(run.metrics()).lines().count() - 1 - checkpoint
                : 0;
        assertThat(lost).as("steps since the checkpoint of step %d", checkpoint).isLessThanOrEqualTo(CHECKPOINT_EVERY);
        stepsRepeated += Math.max(0, lost);
    }

    private static long newestStep(RunFolder run) throws IOException {
        return new CheckpointStore(run.checkpoints(), 1)
                .latest()
                .map(checkpoint -> checkpoint.facts().step())
                .orElse(0L);
    }

    private void noteHalfFiles(Path run) throws IOException {
        if (Files.exists(run)) {
            try (Stream<Path> files = Files.walk(run)) {
                files.filter(file -> file.toString().endsWith(".tmp")).forEach(halfFiles::add);
            }
        }
    }

    private static void assertEndsAsUnbroken(RunFolder run, RunFolder unbroken) throws IOException {
        assertThat(run.weights()).hasSameBinaryContentAs(unbroken.weights());
        assertThat(run.metrics()).hasSameBinaryContentAs(unbroken.metrics());
        assertThat(new CheckpointStore(run.checkpoints(), 1).newestFile().orElseThrow())
                .hasSameBinaryContentAs(new CheckpointStore(unbroken.checkpoints(), 1)
                        .newestFile()
                        .orElseThrow());
    }

    private static String[] pretrain(String engine, RunFolder run) {
        return command(
                engine, run, ("--model vit_micro --image 32 --vocab 64 --batch 8 --updates " + UPDATES).split(" "));
    }

    private static String[] resume(String engine, RunFolder run) {
        return command(engine, run, "--resume");
    }

    private static String[] command(String engine, RunFolder run, String... more) {
        // One thread: sums in the order of threads would make the last bits a matter of chance.
        List<String> command = new ArrayList<>(List.of("pretrain", "--engine", engine, "--threads", "1"));
        command.addAll(List.of("--out", run.path().toString(), "--checkpoint-every", "" + CHECKPOINT_EVERY));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }
}
