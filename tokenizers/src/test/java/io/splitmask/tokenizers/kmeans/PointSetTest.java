package io.splitmask.tokenizers.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.tokenizers.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointSetTest {
    @ParameterizedTest
    @ValueSource(ints = {1, PointSet.CHUNK_ROWS - 1, PointSet.CHUNK_ROWS, PointSet.CHUNK_ROWS + 1, 20_000})
    void pointsComeBackInTheirOrderWhateverTheirNumber(int count) {
        float[] values = new float[2 * count];
        for (int i = 0; i < values.length; i++) {
            values[i] = i - 7.5f;
        }
        PointSet points = Blobs.of(Metric.EUCLIDEAN, 2, values);
        assertThat(points.size()).isEqualTo(count);
        int seen = 0;
        for (int chunk = 0; chunk < points.numChunks(); chunk++) {
            assertThat(points.chunkStart(chunk)).isEqualTo(seen);
            for (float value : points.chunk(chunk)) {
                assertThat(value).isEqualTo(values[2 * seen]);
                seen++;
                break;
            }
            seen += points.chunk(chunk).length / 2 - 1;
        }
        assertThat(seen).isEqualTo(count);
        assertThat(Blobs.point(points, count - 1)).containsExactly(2 * count - 9.5f, 2 * count - 8.5f);
    }

    @Test
    void pointsForTheCosineHaveUnitLengthAndThoseWithoutDirectionAreLeftOut() {
        PointSet.Builder builder = new PointSet.Builder(Metric.COSINE, 2);
        float[] values = {7, 3, 4, 0, 0, -0f, 2};
        assertThat(builder.add(values, 1)).isTrue();
        assertThat(builder.add(values, 3)).isFalse();
        assertThat(builder.add(values, 5)).isTrue();
        PointSet points = builder.build();
        assertThat(points.size()).isEqualTo(2);
        assertThat(Blobs.point(points, 0)).containsExactly(new float[] {0.6f, 0.8f}, within(1e-7f));
        assertThat(Blobs.point(points, 1)).containsExactly(-0f, 1);
    }

    @Test
    void pointsForTheDistanceKeepTheirLengthEvenIfItIsZero() {
        PointSet points = Blobs.of(Metric.EUCLIDEAN, 2, 3, 4, 0, 0);
        assertThat(Blobs.point(points, 0)).containsExactly(3, 4);
        assertThat(Blobs.point(points, 1)).containsExactly(0, 0);
    }

    @Test
    void theChecksumDependsOnEveryValueAndTheOrder() {
        long checksum = Blobs.of(Metric.EUCLIDEAN, 2, 1, 2, 3, 4).checksum();
        assertThat(Blobs.of(Metric.EUCLIDEAN, 2, 1, 2, 3, 4).checksum()).isEqualTo(checksum);
        assertThat(Blobs.of(Metric.EUCLIDEAN, 2, 3, 4, 1, 2).checksum()).isNotEqualTo(checksum);
        assertThat(Blobs.of(Metric.EUCLIDEAN, 2, 1, 2, 3, Math.nextUp(4f)).checksum())
                .isNotEqualTo(checksum);
        float[] many = new float[2 * PointSet.CHUNK_ROWS + 4];
        long ofMany = Blobs.of(Metric.EUCLIDEAN, 2, many).checksum();
        many[many.length - 1] = 1;
        assertThat(Blobs.of(Metric.EUCLIDEAN, 2, many).checksum()).isNotEqualTo(ofMany);
    }

    @Test
    void rejectsNoPointsAndPointsThatAreNotFinite() {
        assertThatThrownBy(() -> new PointSet.Builder(Metric.COSINE, 3).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PointSet: expected points >= 1, got 0");
        assertThatThrownBy(() -> Blobs.of(Metric.EUCLIDEAN, 2, 1, 2, Float.NaN, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PointSet: expected finite values, got a point of squared length NaN after 1 points");
    }
}
