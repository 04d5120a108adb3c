package io.splitmask.train;

import io.splitmask.nn.VitConfig;
import io.splitmask.optim.GradientClipping;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A pre-training run of {@link TinyMethod}. */
record TinyRun(TrainingSettings settings, VitConfig config, Path folder) {
    static final int BATCH = 3;
    static final long STEPS = 10;
    static final long CHECKPOINT_EVERY = 3;

    static TinyRun in(Path folder) {
        return new TinyRun(settings(STEPS, CheckpointSettings.everySteps(CHECKPOINT_EVERY)), TinyMethod.CONFIG, folder);
    }

    static TrainingSettings settings(long steps, CheckpointSettings checkpoints) {
        return new TrainingSettings(
                steps, 2, AdamwRecipe.of(5e-3, 1e-5, 0.05), GradientClipping.together(3), checkpoints, 42);
    }

    static Backend reference() {
        return new CheckedBackend(Backends.open(ReferenceBackendProvider.NAME, BackendConfig.cpu()));
    }

    static SyntheticBatches data() {
        return new SyntheticBatches(BATCH, TinyMethod.CONFIG.imageHeight());
    }

    TrainingResult start(TrainListener listener) throws IOException {
        return start(listener, new StopRequest());
    }

    TrainingResult start(TrainListener listener, StopRequest stop) throws IOException {
        return onReference((trainer, data) -> trainer.start(data, listener, stop));
    }

    TrainingResult resume(TrainListener listener) throws IOException {
        return onReference((trainer, data) -> trainer.resume(data, listener, new StopRequest()));
    }

    /** Uses a trainer on the checked reference backend, which fails on leaks. */
    TrainingResult onReference(Use use) throws IOException {
        SyntheticBatches data = data();
        try (Backend backend = reference();
                TensorScope scope = TensorScope.open()) {
            TrainingResult result =
                    use.with(new Pretrainer(new TinyMethod(backend, config), settings, new RunFolder(folder)), data);
            if (data.stillOpen() != 0) {
                throw new AssertionError("expected all batch sources closed, got " + data.stillOpen() + " open");
            }
            return result;
        }
    }

    /** Returns the hashes of all files of the run, by name. */
    Map<String, String> files() throws IOException {
        return files(folder);
    }

    /** Returns the hashes of all files in a folder, by name. */
    static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> files.put(folder.relativize(file).toString(), hash(file)));
        }
        return files;
    }

    private static String hash(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** Something that a trainer does. */
    interface Use {
        TrainingResult with(Pretrainer trainer, SyntheticBatches data) throws IOException;
    }
}
