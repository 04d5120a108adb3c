package io.splitmask.eval.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.data.Batch;
import io.splitmask.data.ImageDataset;
import io.splitmask.data.View;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureCacheTest {
    private static final VitConfig CONFIG = new VitConfig(8, 8, 4, 8, 3, 2, 2, 0);
    private static final int IMAGES = 11;
    private static final int PIXELS = 3 * 8 * 8;
    private static final FeatureRecipe RECIPE = new FeatureRecipe(FeatureTokens.BOTH, false, 2);

    private final Path folder;
    private final Backend backend =
            new CheckedBackend(Backends.open(ReferenceBackendProvider.NAME, BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();
    private final VisionTransformer backbone = new VisionTransformer(backend, CONFIG);
    private final Images images = new Images();

    FeatureCacheTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void initialise() {
        WeightInitialisation.BEIT.apply(backbone, SplittableSeed.of(4));
    }

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    /** Batches of four images, the last one smaller; counts how often it was asked. */
    private static final class Images implements ImagePass {
        private int passes;

        static float[] pixels(int image) {
            RandomStream random = SplittableSeed.of(6).child(image).stream();
            float[] pixels = new float[PIXELS];
            for (int i = 0; i < PIXELS; i++) {
                pixels[i] = (float) random.nextGaussian();
            }
            return pixels;
        }

        @Override
        public void forEachBatch(Consumer<Batch> consumer) {
            passes++;
            for (int from = 0; from < IMAGES; from += 4) {
                int size = Math.min(4, IMAGES - from);
                float[] pixels = new float[size * PIXELS];
                int[] labels = new int[size];
                int[] indices = new int[size];
                for (int b = 0; b < size; b++) {
                    System.arraycopy(pixels(from + b), 0, pixels, b * PIXELS, PIXELS);
                    labels[b] = (from + b) % 3;
                    indices[b] = 100 + from + b;
                }
                consumer.accept(new Batch(List.of(View.of(8, pixels)), labels, indices));
            }
        }
    }

    private FeatureKey key(FeatureExtractor extractor) {
        return FeatureKey.of(extractor, "data", "crop 8");
    }

    /** Asks for features in parts of three rows, so that parts and batches do not meet. */
    private Features get() throws IOException {
        return get(new FeatureExtractor(backbone, RECIPE), "data", "crop 8");
    }

    private Features get(FeatureExtractor extractor, String dataset, String transform) throws IOException {
        FeatureLayout layout = new FeatureLayout(extractor.blocks(), extractor.width(), 3);
        return new FeatureCache(folder).get(extractor, FeatureKey.of(extractor, dataset, transform), images, layout);
    }

    private float[] expected(int image, int block) {
        try (TensorScope inner = TensorScope.open()) {
            Tensor x = backbone.embed(Tensor.of(backend, Images.pixels(image), 1, 3, 8, 8));
            for (int i = 0; i <= block; i++) {
                x = backbone.blocks().get(i).forward(x);
            }
            Tensor token = VisionTransformer.classToken(x);
            return Tensor.concat(List.of(token, VisionTransformer.meanOfPatches(x)), 1)
                    .toFloats();
        }
    }

    @Test
    void keepsWhatEachBlockMakesOfEachImage() throws IOException {
        Features features = get();
        assertThat(features.blocks()).containsExactly(1, 2);
        assertThat(features.rows()).isEqualTo(IMAGES);
        FeatureTable last = features.block(2);
        FeatureTable joined = features.joined();
        assertThat(last.width()).isEqualTo(16);
        assertThat(joined.width()).isEqualTo(32);
        for (int row = 0; row < IMAGES; row++) {
            assertThat(last.label(row)).isEqualTo(row % 3);
            assertThat(last.index(row)).isEqualTo(100 + row);
            assertThat(last.rows(row, row + 1)).containsExactly(expected(row, 2), within(1e-6f));
            float[] both = joined.rows(row, row + 1);
            assertThat(Arrays.copyOf(both, 16)).containsExactly(expected(row, 1), within(1e-6f));
            assertThat(Arrays.copyOfRange(both, 16, 32)).containsExactly(last.rows(row, row + 1));
        }
        assertThatThrownBy(() -> features.block(0)).hasMessage("features: expected one of the blocks [1, 2], got 0");
    }

    @Test
    void finalNormIsAppliedWhereTheRecipeSaysSo() throws IOException {
        FeatureExtractor extractor = new FeatureExtractor(backbone, FeatureRecipe.CLASS_TOKEN);
        Features features = new FeatureCache(folder).get(extractor, key(extractor), images);
        float[] expected = VisionTransformer.classToken(
                        backbone.forward(Tensor.of(backend, Images.pixels(5), 1, 3, 8, 8)))
                .toFloats();
        assertThat(features.block(2).rows(5, 6)).containsExactly(expected, within(1e-6f));
    }

    @Test
    void secondTimeNoImageIsAskedFor() throws IOException {
        float[] first = get().joined().rows(0, IMAGES);
        assertThat(get().joined().rows(0, IMAGES)).containsExactly(first);
        assertThat(images.passes).isEqualTo(1);
        assertThat(files()).hasSize(5);
    }

    @Test
    void otherWeightsDataTransformsAndRecipesHaveTheirOwn() throws IOException {
        Features before = get();
        assertThat(get(new FeatureExtractor(backbone, RECIPE), "other", "crop 8")
                        .rows())
                .isEqualTo(IMAGES);
        assertThat(get(new FeatureExtractor(backbone, RECIPE), "data", "crop 16")
                        .rows())
                .isEqualTo(IMAGES);
        assertThat(get(new FeatureExtractor(backbone, FeatureRecipe.EVERY_BLOCK), "data", "crop 8")
                        .blocks())
                .hasSize(3);
        float[] bias = new float[8];
        bias[0] = 1e-3f;
        Objects.requireNonNull(backbone.parameters().get("blocks.2.mlp.fc2.bias"))
                .assign(bias);
        float[] changed = get().block(2).rows(0, 1);
        assertThat(images.passes).isEqualTo(5);
        assertThat(changed[0] - before.block(2).rows(0, 1)[0]).isCloseTo(1e-3f, within(1e-6f));
    }

    @Test
    void keysNameTheEngineAndItsDevice() {
        assertThat(key(new FeatureExtractor(backbone, RECIPE)).engine()).isEqualTo("reference on cpu");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private Path file(String name) throws IOException {
        return files().stream().filter(path -> path.endsWith(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"part-00000.safetensors", "part-00003.safetensors", "index.safetensors"})
    void whatIsMissingOrCutOffIsMadeAnew(String name) throws IOException {
        float[] first = get().joined().rows(0, IMAGES);
        Path file = file(name);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
        assertThat(get().joined().rows(0, IMAGES)).containsExactly(first);
        assertThat(images.passes).isEqualTo(2);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);

        Files.delete(file);
        assertThat(get().joined().rows(0, IMAGES)).containsExactly(first);
        assertThat(images.passes).isEqualTo(3);
    }

    @Test
    void filesOfAnotherKeyOrShapeAreMadeAnew() throws IOException {
        get();
        Path mine = file("part-00001.safetensors");
        Path last = file("part-00003.safetensors");
        byte[] bytes = Files.readAllBytes(mine);
        Files.copy(last, mine, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        get();
        assertThat(images.passes).as("a part of two rows in the place of three").isEqualTo(2);
        assertThat(Files.readAllBytes(mine)).isEqualTo(bytes);

        String folderOfMine = String.valueOf(mine.getParent());
        get(new FeatureExtractor(backbone, RECIPE), "other", "crop 8");
        Path others = files().stream()
                .filter(path -> path.endsWith("part-00001.safetensors") && !path.startsWith(folderOfMine))
                .findFirst()
                .orElseThrow();
        Files.copy(others, mine, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        get();
        assertThat(images.passes).as("a part of another key").isEqualTo(4);
        assertThat(Files.readAllBytes(mine)).isEqualTo(bytes);
    }

    @Test
    void passThatFailsLeavesNothingThatCounts() throws IOException {
        FeatureExtractor extractor = new FeatureExtractor(backbone, RECIPE);
        FeatureKey key = key(extractor);
        FeatureCache cache = new FeatureCache(folder);
        ImagePass failing = consumer -> {
            images.forEachBatch(consumer);
            throw new IOException("image 12 cannot be read");
        };
        assertThatThrownBy(() -> cache.get(extractor, key, failing)).hasMessage("image 12 cannot be read");
        assertThat(cache.get(extractor, key, images).rows()).isEqualTo(IMAGES);
        FeatureKey none = FeatureKey.of(extractor, "empty", "crop 8");
        assertThatThrownBy(() -> cache.get(extractor, none, consumer -> {}))
                .hasMessage("features: expected one or more images, got none");
        assertThatThrownBy(() -> new FeatureExtractor(backbone, FeatureRecipe.LAST_FOUR))
                .hasMessage("features: expected at most the 3 blocks of the backbone, got 4");
    }

    /** As by two processes: the second begins and ends while the first goes through the images. */
    @Test
    void sameFeaturesAreMadeTwiceAtTheSameTime() throws IOException {
        FeatureExtractor extractor = new FeatureExtractor(backbone, RECIPE);
        List<Features> other = new ArrayList<>();
        ImagePass slow = consumer -> {
            images.forEachBatch(batch -> {
                consumer.accept(batch);
                if (other.isEmpty()) {
                    other.add(unchecked(this::get));
                }
            });
        };
        FeatureLayout layout = new FeatureLayout(extractor.blocks(), extractor.width(), 3);
        Features first = new FeatureCache(folder).get(extractor, key(extractor), slow, layout);
        assertThat(images.passes).isEqualTo(2);
        assertThat(first.joined().rows(0, IMAGES))
                .containsExactly(other.get(0).joined().rows(0, IMAGES));
        assertThat(files()).hasSize(5);
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(folder.resolve(key(extractor).hash()));
        }
    }

    private static <T> T unchecked(Callable<T> task) {
        try {
            return task.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatAKilledProcessLeftGoesAfterADay() throws IOException {
        String hash = key(new FeatureExtractor(backbone, RECIPE)).hash();
        Path running = Files.createDirectory(folder.resolve("." + hash + ".1.tmp"));
        Path killed = Files.createDirectory(folder.resolve("." + hash + ".2.tmp"));
        Files.createFile(killed.resolve("part-00000.safetensors"));
        FileTime now = Files.getLastModifiedTime(running);
        Files.setLastModifiedTime(killed, FileTime.from(now.toInstant().minus(2, ChronoUnit.DAYS)));
        get();
        assertThat(killed).doesNotExist();
        assertThat(running).exists();
    }

    @Test
    void dataSetsAreNamedByTheirImagesAndLabels() {
        String hash = FeatureKey.datasetHash(new Named(List.of("a", "b"), List.of("x.png", "y.png"), 0, 1));
        assertThat(hash)
                .hasSize(64)
                .isEqualTo(FeatureKey.datasetHash(new Named(List.of("a", "b"), List.of("x.png", "y.png"), 0, 1)))
                .isNotEqualTo(FeatureKey.datasetHash(new Named(List.of("a", "b"), List.of("x.png", "y.png"), 1, 0)))
                .isNotEqualTo(FeatureKey.datasetHash(new Named(List.of("a", "c"), List.of("x.png", "y.png"), 0, 1)))
                .isNotEqualTo(FeatureKey.datasetHash(new Named(List.of("a", "b"), List.of("x.png", "z.png"), 0, 1)));
    }

    private record Named(List<String> classes, List<String> names, int... labels) implements ImageDataset {
        @Override
        public int size() {
            return labels.length;
        }

        @Override
        public int label(int index) {
            return labels[index];
        }

        @Override
        public String name(int index) {
            return names.get(index);
        }

        @Override
        public io.splitmask.data.Image read(int index) {
            throw new AssertionError("only names are hashed");
        }
    }
}
