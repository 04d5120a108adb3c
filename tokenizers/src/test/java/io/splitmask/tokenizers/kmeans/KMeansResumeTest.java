package io.splitmask.tokenizers.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.djl.DjlBackendProvider;
import io.splitmask.dl4j.Dl4jBackendProvider;
import io.splitmask.io.SafetensorsException;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Device;
import io.splitmask.tokenizers.Metric;
import io.splitmask.tokenizers.kmeans.KMeansSettings.EmptyClusters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A clustering that goes on from a file ends with the bits of one that never stopped. */
class KMeansResumeTest {
    private static final Map<String, String> NOTES = Map.of("data", "photos");

    private final Path file;

    KMeansResumeTest(@TempDir Path folder) {
        this.file = folder.resolve("state.safetensors");
    }

    private static Stream<Arguments> clusterings() {
        List<BackendProvider> providers =
                List.of(new ReferenceBackendProvider(), new DjlBackendProvider(), new Dl4jBackendProvider());
        List<KMeansSettings> settings = List.of(
                KMeansSettings.lloyd(12, 6, 3),
                KMeansSettings.lloyd(12, 6, 3).withEmptyClusters(EmptyClusters.RESEED),
                KMeansSettings.miniBatch(12, 6, 90, 3));
        return providers.stream().flatMap(provider -> settings.stream().flatMap(one -> Stream.of(Metric.values())
                .map(metric ->
                        Arguments.argumentSet(provider.name() + " " + metric + " " + one, provider, one, metric))));
    }

    @ParameterizedTest
    @MethodSource("clusterings")
    void goingOnFromAnyIterationGivesTheSameBits(BackendProvider provider, KMeansSettings settings, Metric metric)
            throws Exception {
        PointSet points = Blobs.scattered(metric, 900, 12, 20, 7);
        try (Backend backend = provider.open(new BackendConfig(Device.CPU, 2))) {
            boolean done = backend.call(() -> {
                KMeans unbroken = new KMeans(backend, points, settings);
                List<KMeansState> states = new ArrayList<>();
                KMeansState last = unbroken.fit(stateListener(states::add)).orElseThrow();
                assertThat(states).hasSize(last.iteration() + 1);
                for (KMeansState state : states) {
                    KMeansStateFile.write(file, unbroken, state, NOTES);
                    KMeans again = new KMeans(backend, Blobs.scattered(metric, 900, 12, 20, 7), settings);
                    KMeansState read = KMeansStateFile.read(file, again);
                    assertThat(read.iteration()).isEqualTo(state.iteration());
                    KMeansState end = again.resume(read, KMeansListener.NONE).orElseThrow();
                    assertThat(end.centroids()).isEqualTo(last.centroids());
                    assertThat(end.counts()).isEqualTo(last.counts());
                    assertThat(end.costs()).isEqualTo(last.costs());
                }
                return true;
            });
            assertThat(done).isTrue();
        }
    }

    /** Receives states. */
    private interface StateConsumer {
        void accept(KMeansState state);
    }

    private static KMeansListener stateListener(StateConsumer consumer) {
        return new KMeansListener() {
            @Override
            public void onIteration(KMeansState state) {
                consumer.accept(state);
            }
        };
    }

    /** Saves after each iteration, and stops in the middle of one. */
    private final class StoppingAfter implements KMeansListener {
        private final KMeans kMeans;
        private final int blocks;
        private int seen;

        StoppingAfter(KMeans kMeans, int blocks) {
            this.kMeans = kMeans;
            this.blocks = blocks;
        }

        @Override
        public void onPoints(int iteration, int done, int total) {
            seen++;
        }

        @Override
        public void onIteration(KMeansState state) {
            try {
                KMeansStateFile.write(file, kMeans, state, NOTES);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean stopRequested() {
            return seen >= blocks;
        }
    }

    @Test
    void aStopInTheMiddleOfAnIterationLosesNothingButThatIteration() throws IOException {
        PointSet points = Blobs.scattered(Metric.EUCLIDEAN, PointSet.CHUNK_ROWS + 500, 3, 9, 1);
        KMeansSettings settings = KMeansSettings.lloyd(5, 4, 0);
        try (Backend backend = new ReferenceBackendProvider().open(BackendConfig.cpu())) {
            KMeans kMeans = new KMeans(backend, points, settings);
            float[] expected = kMeans.fit(KMeansListener.NONE).orElseThrow().centroids();
            // Two blocks an iteration: the fifth is the first of the third iteration.
            assertThat(kMeans.fit(new StoppingAfter(kMeans, 5))).isEmpty();
            KMeansState state = KMeansStateFile.read(file, kMeans);
            assertThat(state.iteration()).isEqualTo(2);
            assertThat(kMeans.resume(state, KMeansListener.NONE).orElseThrow().centroids())
                    .isEqualTo(expected);
        }
    }

    @Test
    void aFinishedStateIsNotIteratedAgain() throws IOException {
        try (Backend backend = new ReferenceBackendProvider().open(BackendConfig.cpu())) {
            KMeans kMeans = kMeans(backend, 1);
            KMeansState last = kMeans.fit(KMeansListener.NONE).orElseThrow();
            assertThat(kMeans.resume(last, KMeansListener.NONE)).containsSame(last);
        }
    }

    private static KMeans kMeans(Backend backend, long seed) {
        return new KMeans(backend, Blobs.scattered(Metric.EUCLIDEAN, 50, 3, 4, 1), KMeansSettings.lloyd(4, 2, seed));
    }

    @Test
    void notesComeBack() throws IOException {
        writeState();
        assertThat(KMeansStateFile.notes(file)).isEqualTo(NOTES);
    }

    private void writeState() throws IOException {
        try (Backend backend = new ReferenceBackendProvider().open(BackendConfig.cpu())) {
            KMeans kMeans = kMeans(backend, 1);
            KMeansStateFile.write(file, kMeans, kMeans.fit(KMeansListener.NONE).orElseThrow(), NOTES);
        }
    }

    @Test
    void theStateOfAnotherClusteringIsRefusedWithTheDifferences() throws IOException {
        writeState();
        try (Backend backend = new ReferenceBackendProvider().open(BackendConfig.cpu())) {
            KMeans otherSeed = kMeans(backend, 2);
            assertThatThrownBy(() -> KMeansStateFile.read(file, otherSeed))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessage(
                            file.toAbsolutePath() + ": the state belongs to another clustering (expected seed 2, got"
                                    + " 1); use the same images and settings, or start anew");
            PointSet points = Blobs.scattered(Metric.EUCLIDEAN, 51, 3, 4, 1);
            KMeans otherPoints = new KMeans(backend, points, KMeansSettings.lloyd(3, 9, 1));
            assertThatThrownBy(() -> KMeansStateFile.read(file, otherPoints))
                    .hasMessageContainingAll("expected clusters 3, got 4", "expected numPoints 51, got 50", "checksum");
        }
    }

    @Test
    void moreIterationsMayBeAskedForWhenGoingOn() throws IOException {
        writeState();
        try (Backend backend = new ReferenceBackendProvider().open(BackendConfig.cpu())) {
            PointSet points = Blobs.scattered(Metric.EUCLIDEAN, 50, 3, 4, 1);
            KMeans longer = new KMeans(backend, points, KMeansSettings.lloyd(4, 3, 1));
            assertThat(KMeansStateFile.read(file, longer).iteration()).isEqualTo(2);
        }
    }

    @Test
    void whatIsNoStateSaysSo() throws IOException {
        try (Backend backend = new ReferenceBackendProvider().open(BackendConfig.cpu())) {
            KMeans kMeans = kMeans(backend, 1);
            assertThatThrownBy(() -> KMeansStateFile.read(file, kMeans)).hasMessageContaining(file.toString());
            new SafetensorsWriter().write(file);
            assertThatThrownBy(() -> KMeansStateFile.read(file, kMeans))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("expected the format 'splitmask k-means state 1', got 'none'");
            writeState();
            byte[] bytes = Files.readAllBytes(file);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int costs = text.indexOf("\"costs\":\"") + 9;
            bytes[costs] = 'x';
            Files.write(file, bytes);
            assertThatThrownBy(() -> KMeansStateFile.read(file, kMeans)).hasMessageContaining("expected checksum ");
        }
    }
}
