package io.splitmask.tck.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reference backend against index arithmetic written out by hand, as the kit compares others with it. */
class ReferenceKernelsTest {
    private static final int B = 2;
    private static final int M = 3;
    private static final int K = 5;
    private static final int N = 4;

    private final Backend backend = new ReferenceBackendProvider().open(BackendConfig.cpu());
    private final Kernels k = backend.kernels();

    @Test
    void broadcastReadsEachOperandAtItsOwnIndex() {
        float[] a = counting(B * N); // [B, 1, N]
        float[] b = counting(M); // [M, 1]
        float[] actual = k.downloadFloats(k.subtract(k.upload(a, Shape.of(B, 1, N)), k.upload(b, Shape.of(M, 1))));
        for (int i = 0; i < B; i++) {
            for (int j = 0; j < M; j++) {
                for (int l = 0; l < N; l++) {
                    assertThat(actual[(i * M + j) * N + l]).isEqualTo(a[i * N + l] - b[j]);
                }
            }
        }
    }

    @Test
    void permuteReadsTheSourceIndex() {
        float[] x = counting(B * M * K); // [B, M, K]
        float[] actual = k.downloadFloats(k.permute(k.upload(x, Shape.of(B, M, K)), new int[] {2, 0, 1}));
        for (int i = 0; i < B; i++) {
            for (int j = 0; j < M; j++) {
                for (int l = 0; l < K; l++) {
                    assertThat(actual[(l * B + i) * M + j]).isEqualTo(x[(i * M + j) * K + l]);
                }
            }
        }
    }

    @Test
    void sumAndMaxRunOverTheNamedAxes() {
        float[] x = counting(B * M * K);
        float[] sums = k.downloadFloats(k.sum(k.upload(x, Shape.of(B, M, K)), new int[] {0, 2}, false));
        float[] maxima = k.downloadFloats(k.max(k.upload(x, Shape.of(B, M, K)), new int[] {1}, true));
        for (int j = 0; j < M; j++) {
            float sum = 0;
            for (int i = 0; i < B; i++) {
                for (int l = 0; l < K; l++) {
                    sum += x[(i * M + j) * K + l];
                    float largest =
                            Math.max(x[i * M * K + l], Math.max(x[(i * M + 1) * K + l], x[(i * M + 2) * K + l]));
                    assertThat(maxima[i * K + l]).isEqualTo(largest);
                }
            }
            assertThat(sums[j]).isEqualTo(sum);
        }
    }

    @Test
    void matmulAddsProductsUnderAllFlagsAndBroadcasts() {
        float[] a = counting(B * M * K);
        float[] b = counting(K * N);
        for (boolean transposeA : new boolean[] {false, true}) {
            for (boolean transposeB : new boolean[] {false, true}) {
                Shape shapeA = transposeA ? Shape.of(B, K, M) : Shape.of(B, M, K);
                Shape shapeB = transposeB ? Shape.of(N, K) : Shape.of(K, N);
                float[] actual = k.downloadFloats(
                        k.matmul(k.upload(a, shapeA), k.upload(b, shapeB), new MatmulSpec(transposeA, transposeB)));
                for (int i = 0; i < B * M * N; i++) {
                    int image = i / (M * N);
                    int row = i / N % M;
                    int column = i % N;
                    float sum = 0;
                    for (int l = 0; l < K; l++) {
                        float left = a[image * M * K + (transposeA ? l * M + row : row * K + l)];
                        sum += left * b[transposeB ? column * K + l : l * N + column];
                    }
                    assertThat(actual[i]).isEqualTo(sum);
                }
            }
        }
    }

    @Test
    void sliceAndConcatMoveWholeRuns() {
        float[] x = counting(B * M * K);
        float[] part = k.downloadFloats(k.slice(k.upload(x, Shape.of(B, M, K)), 1, 1, 3));
        for (int i = 0; i < B; i++) {
            for (int j = 0; j < 2 * K; j++) {
                assertThat(part[i * 2 * K + j]).isEqualTo(x[i * M * K + K + j]);
            }
        }
        Buffer left = k.upload(new int[] {1, 2, 5, 6}, Shape.of(2, 2));
        Buffer right = k.upload(new int[] {3, 7}, Shape.of(2, 1));
        assertThat(k.downloadInts(k.concat(List.of(left, right), 1))).containsExactly(1, 2, 3, 5, 6, 7);
    }

    @Test
    void errorFunctionIsExactInDoublePrecision() {
        assertThat(ErrorFunction.erf(0.1)).isCloseTo(0.1124629160182849, within(1e-15));
        assertThat(ErrorFunction.erf(1)).isCloseTo(0.8427007929497149, within(1e-15));
        assertThat(ErrorFunction.erf(-2.5)).isCloseTo(-0.9995930479825550, within(1e-15));
        assertThat(ErrorFunction.erf(3.999)).isCloseTo(1, within(2e-8));
        assertThat(ErrorFunction.erf(0)).isZero();
    }

    @Test
    void countsBuffersAndSharedBlocksOnce() {
        Buffer x = k.full(Shape.of(M, N), 1);
        Buffer flat = k.reshape(x, Shape.of(M * N));
        assertThat(backend.memory().liveBuffers()).isEqualTo(2);
        assertThat(backend.memory().liveBytes()).isEqualTo(4L * M * N);
        x.close();
        assertThat(backend.memory().liveBytes()).isEqualTo(4L * M * N);
        flat.close();
        assertThat(backend.memory().liveBytes()).isZero();
    }

    @Test
    void refusesUseAndCloseAfterClose() {
        Buffer x = k.full(Shape.of(3), 1);
        x.close();
        assertThatThrownBy(x::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("closed twice: buffer FLOAT32 [3]");
        assertThatThrownBy(() -> k.exp(x)).hasMessage("use of closed buffer FLOAT32 [3]");
    }

    @Test
    void refusesStrangersAndOtherTypes() {
        try (Buffer ints = k.upload(new int[] {1}, Shape.of(1))) {
            assertThatThrownBy(() -> k.exp(ints)).hasMessage("expected dtype FLOAT32, got INT32 [1]");
        }
        Buffer stranger = new Buffer() {
            @Override
            public Shape shape() {
                return Shape.of();
            }

            @Override
            public DType dtype() {
                return DType.FLOAT32;
            }

            @Override
            public void close() {}
        };
        assertThatThrownBy(() -> k.exp(stranger)).hasMessageContaining("expected a buffer of backend 'reference'");
    }

    /** Small whole numbers in no simple order, so that sums stay exact. */
    private static float[] counting(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = i * 7 % 23 - 11;
        }
        return values;
    }
}
