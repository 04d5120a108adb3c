package io.splitmask.tokenizers;

import io.splitmask.config.Problems;
import io.splitmask.io.SafetensorsException;
import io.splitmask.io.SafetensorsFile;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The words of a tokenizer: V vectors in the space of image patches, and the {@link Metric} they were made for. Those
 * of {@link Metric#COSINE} have unit length. Inside a vector the order is channel, row, column. Immutable.
 *
 * <p>A file is in the safetensors format: the tensor {@value #TENSOR} [V, 3, P, P] and, in the header, {@code metric}
 * (absent means cosine) and {@code origin}.
 */
public final class Codebook {
    /** Name of the tensor in a file: {@value}. */
    static final String TENSOR = "codebook";

    private static final String METRIC = "metric";
    private static final String ORIGIN = "origin";

    /** How far a stored vector's length may be from 1, for files in half precision. */
    private static final double LENGTH_TOLERANCE = 2e-3;

    private final Metric metric;
    private final int patchSize;
    private final String origin;
    private final float[] vectors;

    private Codebook(Metric metric, int patchSize, String origin, float[] vectors) {
        this.metric = metric;
        this.patchSize = patchSize;
        this.origin = origin;
        this.vectors = vectors;
    }

    /**
     * Makes a codebook of directions, {@link Metric#COSINE}, from vectors of any length but 0.
     *
     * @param patchSize P in pixels of the half-resolution image
     * @param origin how the words were found, one line for people
     * @param vectors [V, 3*P*P], row-major; copied and scaled to unit length
     * @throws IllegalArgumentException if there is no whole number of vectors, or one has no direction
     */
    public static Codebook normalised(int patchSize, String origin, float[] vectors) {
        int width = checkedWidth(patchSize, vectors);
        float[] unit = vectors.clone();
        for (int word = 0; word < unit.length / width; word++) {
            double length = length(unit, word, width);
            if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("Codebook: expected vectors of finite length above 0, got length "
                        + length + " of word " + word);
            }
            for (int i = word * width; i < (word + 1) * width; i++) {
                unit[i] = (float) (unit[i] / length);
            }
        }
        return new Codebook(Metric.COSINE, patchSize, origin, unit);
    }

    /**
     * Makes a codebook of points, {@link Metric#EUCLIDEAN}, such as the centroids of k-means.
     *
     * @param patchSize P in pixels of the half-resolution image
     * @param origin how the words were found, one line for people
     * @param vectors [V, 3*P*P] in normalised pixels, row-major; copied
     * @throws IllegalArgumentException if there is no whole number of vectors, or a value is not finite
     */
    public static Codebook points(int patchSize, String origin, float[] vectors) {
        int width = checkedWidth(patchSize, vectors);
        for (int i = 0; i < vectors.length; i++) {
            if (!Float.isFinite(vectors[i])) {
                throw new IllegalArgumentException(
                        "Codebook: expected finite values, got " + vectors[i] + " in word " + i / width);
            }
        }
        return new Codebook(Metric.EUCLIDEAN, patchSize, origin, vectors.clone());
    }

    private static int checkedWidth(int patchSize, float[] vectors) {
        Problems.of("Codebook").atLeast(1, "patchSize", patchSize).throwIfAny();
        int width = width(patchSize);
        Problems.of("Codebook")
                .require(
                        vectors.length > 0 && vectors.length % width == 0,
                        "expected one or more vectors of " + width + " values, got " + vectors.length + " values")
                .throwIfAny();
        return width;
    }

    /**
     * Reads a codebook.
     *
     * @throws IOException if the file is missing or unreadable, or holds no codebook; the message names the file, what
     *     was expected and what was found
     */
    public static Codebook load(Path path) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Shape shape = file.entry(TENSOR).shape();
            boolean fits = shape.rank() == 4
                    && shape.dim(0) > 0
                    && shape.dim(1) == VisionTransformer.CHANNELS
                    && shape.dim(2) > 0
                    && shape.dim(2) == shape.dim(3);
            if (!fits) {
                throw new SafetensorsException(
                        path,
                        TENSOR,
                        "expected words [V, " + VisionTransformer.CHANNELS + ", P, P], got " + shape
                                + "; words are square patches of red, green and blue: fit a codebook on RGB images");
            }
            if (file.hasChecksum()) {
                file.verify();
            }
            Metric metric = metric(path, file.metadata().getOrDefault(METRIC, Metric.COSINE.toString()));
            String origin = file.metadata().getOrDefault(ORIGIN, "unknown");
            Codebook codebook = new Codebook(metric, shape.dim(2), origin, file.floats(TENSOR));
            codebook.checkStored(path);
            return codebook;
        }
    }

    private static Metric metric(Path path, String name) throws SafetensorsException {
        return Arrays.stream(Metric.values())
                .filter(metric -> metric.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new SafetensorsException(
                        path,
                        "expected a " + METRIC + " among " + Arrays.toString(Metric.values()) + ", got '" + name
                                + "'"));
    }

    private void checkStored(Path path) throws SafetensorsException {
        for (int word = 0; word < vocabulary(); word++) {
            double length = length(vectors, word, width());
            if (metric == Metric.COSINE && !(Math.abs(length - 1) <= LENGTH_TOLERANCE)) {
                throw new SafetensorsException(
                        path, TENSOR, "expected vectors of length 1, got length " + length + " of word " + word);
            }
            if (!(length < Double.POSITIVE_INFINITY)) {
                throw new SafetensorsException(
                        path, TENSOR, "expected vectors of finite length, got length " + length + " of word " + word);
            }
        }
    }

    /** Writes the codebook, whole or not at all. @throws IOException if the file cannot be written */
    public void save(Path path) throws IOException {
        Shape shape = Shape.of(vocabulary(), VisionTransformer.CHANNELS, patchSize, patchSize);
        new SafetensorsWriter()
                .checksum()
                .metadata(METRIC, metric.toString())
                .metadata(ORIGIN, origin)
                .addFloats(TENSOR, shape, () -> vectors)
                .write(path);
    }

    /** Returns how patches are compared with the words. */
    public Metric metric() {
        return metric;
    }

    /** Returns V, the number of words. */
    public int vocabulary() {
        return vectors.length / width();
    }

    /** Returns P, the side of a patch in pixels of the half-resolution image. */
    public int patchSize() {
        return patchSize;
    }

    /** Returns the number of values in a word, 3*P*P. */
    public int width() {
        return width(patchSize);
    }

    /** Returns how the words were found, one line for people. */
    public String origin() {
        return origin;
    }

    /** Returns a copy of the words, [V, 3*P*P], row-major. */
    public float[] vectors() {
        return vectors.clone();
    }

    /** Returns 3*P*P. @throws ArithmeticException if that is too large */
    static int width(int patchSize) {
        return Math.multiplyExact(VisionTransformer.CHANNELS, Math.multiplyExact(patchSize, patchSize));
    }

    private static double length(float[] vectors, int word, int width) {
        double squares = 0;
        for (int i = word * width; i < (word + 1) * width; i++) {
            squares += (double) vectors[i] * vectors[i];
        }
        return Math.sqrt(squares);
    }

    @Override
    public String toString() {
        return vocabulary() + " words of " + patchSize + " x " + patchSize + " pixels (" + origin + ")";
    }
}
