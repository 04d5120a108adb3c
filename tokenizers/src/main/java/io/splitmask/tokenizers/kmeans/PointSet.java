package io.splitmask.tokenizers.kmeans;

import io.splitmask.config.Problems;
import io.splitmask.tokenizers.Metric;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The points of k-means, [M, D] as floats on the Java heap: 4*M*D bytes, 2.3 GB for 3 million patches of 8 x 8 pixels.
 * They are held in arrays of {@value #CHUNK_ROWS} rows, which are uploaded as they are, one at a time. Points of
 * {@link Metric#COSINE} have unit length. Immutable.
 */
public final class PointSet {
    /** Points in an array: {@value}. */
    static final int CHUNK_ROWS = 8192;

    private final Metric metric;
    private final int width;
    private final int size;
    private final List<float[]> chunks;

    private PointSet(Metric metric, int width, int size, List<float[]> chunks) {
        this.metric = metric;
        this.width = width;
        this.size = size;
        this.chunks = chunks;
    }

    /** Collects points for a metric. */
    public static final class Builder {
        private final Metric metric;
        private final int width;
        private final List<float[]> full = new ArrayList<>();
        private float[] last = new float[0];
        private int size;

        /** Starts without points. @param width D */
        public Builder(Metric metric, int width) {
            Problems.of("PointSet").atLeast(1, "width", width).throwIfAny();
            this.metric = metric;
            this.width = width;
        }

        /** Returns how many points were added. */
        public int size() {
            return size;
        }

        /**
         * Adds a point, copied; for {@link Metric#COSINE} scaled to unit length.
         *
         * @param values holds it from {@code offset} on
         * @return false if it was left out, because it has no direction and the metric needs one
         * @throws IllegalArgumentException if a value is not finite
         */
        public boolean add(float[] values, int offset) {
            double squares = 0;
            for (int i = offset; i < offset + width; i++) {
                squares += (double) values[i] * values[i];
            }
            if (!(squares < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("PointSet: expected finite values, got a point of squared length "
                        + squares + " after " + size + " points");
            }
            if (metric == Metric.COSINE && squares == 0) {
                return false;
            }
            int at = size % CHUNK_ROWS * width;
            if (at == 0) {
                last = new float[Math.multiplyExact(CHUNK_ROWS, width)];
                full.add(last);
            }
            if (metric == Metric.EUCLIDEAN) {
                System.arraycopy(values, offset, last, at, width);
            } else {
                double length = Math.sqrt(squares);
                for (int i = 0; i < width; i++) {
                    last[at + i] = (float) (values[offset + i] / length);
                }
            }
            size = Math.incrementExact(size);
            return true;
        }

        /** Returns the points; the builder must not be used any more. */
        public PointSet build() {
            Problems.of("PointSet").atLeast(1, "points", size).throwIfAny();
            int rest = (size - 1) % CHUNK_ROWS + 1;
            full.set(full.size() - 1, Arrays.copyOf(last, rest * width));
            return new PointSet(metric, width, size, List.copyOf(full));
        }
    }

    /** Returns how points and centroids are compared. */
    public Metric metric() {
        return metric;
    }

    /** Returns M. */
    public int size() {
        return size;
    }

    /** Returns D. */
    public int width() {
        return width;
    }

    /** Returns a checksum of all values in their order (CRC-32C), which other points hardly ever have. Reads them all. */
    public long checksum() {
        CRC32C checksum = new CRC32C();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(chunks.get(0).length, Float.BYTES));
        for (float[] chunk : chunks) {
            bytes.clear().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(chunk);
            checksum.update(bytes.limit(chunk.length * Float.BYTES));
        }
        return checksum.getValue();
    }

    /** Returns the number of arrays. */
    int numChunks() {
        return chunks.size();
    }

    /** Returns the number of points before an array. */
    int chunkStart(int chunk) {
        return chunk * CHUNK_ROWS;
    }

    /** Returns the points of an array, [up to {@value #CHUNK_ROWS}, D]; not a copy. */
    float[] chunk(int chunk) {
        return chunks.get(chunk);
    }

    /** Copies a point. @param point 0..M-1 */
    void copy(int point, float[] target, int offset) {
        System.arraycopy(chunks.get(point / CHUNK_ROWS), point % CHUNK_ROWS * width, target, offset, width);
    }

    @Override
    public String toString() {
        return size + " points of " + width + " values";
    }
}
