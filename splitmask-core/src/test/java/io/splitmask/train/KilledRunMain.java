package io.splitmask.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The process that {@link KilledRunTest} kills: goes on with a run and prints each step. */
final class KilledRunMain {
    static final long STEPS = 60;

    private KilledRunMain() {}

    static TinyRun run(Path folder) {
        return new TinyRun(
                TinyRun.settings(STEPS, CheckpointSettings.everySteps(TinyRun.CHECKPOINT_EVERY)),
                TinyMethod.CONFIG,
                folder);
    }

    /**
     * Goes on with the run.
     *
     * @param args the run folder, and the step after which to wait for the end
     */
    public static void main(String[] args) throws IOException {
        long last = Long.parseLong(args[1]);
        TrainingResult result = run(Path.of(args[0])).resume(new TrainListener() {
            @Override
            public void onStep(StepReport report) {
                System.out.println("step " + report.step());
                if (report.step() == last) {
                    waitForTheEnd();
                }
            }
        });
        throw new IllegalStateException("not killed: " + result);
    }

    private static void waitForTheEnd() {
        try {
            int read = System.in.read();
            throw new IllegalStateException("expected to be killed, read " + read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
