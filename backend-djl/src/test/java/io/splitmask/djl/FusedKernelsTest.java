package io.splitmask.djl;

import static io.splitmask.djl.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.tck.check.RequiredForwarding;
import io.splitmask.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every overridden fused kernel against the form composed of required kernels, at odd sizes. */
class FusedKernelsTest {
    private static final double TOLERANCE = 5e-6;

    private static OpenBackend open;
    private static Kernels fused;
    private static Kernels composed;

    @BeforeAll
    static void openBackend() {
        open = new OpenBackend();
        fused = open.kernels();
        composed = new RequiredForwarding(fused);
    }

    @AfterEach
    void closeBuffers() {
        open.closeBuffers();
    }

    @AfterAll
    static void closeBackend() {
        open.close();
    }

    private void assertSame(Buffer actual, Buffer expected, String what) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        assertClose(open.read(open.own(actual)), open.read(open.own(expected)), TOLERANCE, what);
    }

    private void assertSame(List<Buffer> actual, List<Buffer> expected, String what) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertSame(actual.get(i), expected.get(i), what + " " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 7, 13", "5, 197, 64", "0, 7, 13"})
    void linearIsTheComposedForm(int batch, int inputs, int outputs) {
        Buffer w = open.normal(outputs, inputs);
        Buffer b = open.normal(outputs);
        Buffer x = open.normal(batch, 2, inputs);
        assertSame(fused.linear(x, w, b), composed.linear(x, w, b), "[B, T, I]");
        Buffer rows = open.normal(batch, inputs);
        assertSame(fused.linear(rows, w, b), composed.linear(rows, w, b), "[R, I]");
    }

    @Test
    void linearTakesASingleRow() {
        Buffer x = open.normal(7);
        Buffer w = open.normal(3, 7);
        Buffer b = open.normal(3);
        assertSame(fused.linear(x, w, b), composed.linear(x, w, b), "[I]");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "13, 197", "7, 0", "0, 7"})
    void rowAndElementWiseKernelsAreTheComposedForms(int rows, int width) {
        Buffer x = open.own(fused.multiply(open.normal(rows, width), 3f));
        Buffer gradient = open.normal(rows, width);
        assertSame(fused.gelu(x), composed.gelu(x), "gelu");
        assertSame(fused.geluBackward(x, gradient), composed.geluBackward(x, gradient), "geluBackward");
        if (width > 0) {
            Buffer y = fused.softmax(x);
            assertSame(fused.softmaxBackward(y, gradient), composed.softmaxBackward(y, gradient), "softmaxBackward");
            assertSame(y, composed.softmax(x), "softmax");
            Buffer l = fused.logSoftmax(x);
            assertSame(
                    fused.logSoftmaxBackward(l, gradient),
                    composed.logSoftmaxBackward(l, gradient),
                    "logSoftmaxBackward");
            assertSame(l, composed.logSoftmax(x), "logSoftmax");
        }
    }

    @Test
    void softmaxIsStableForLargeOffsets() {
        Buffer x = open.floats(Shape.of(2, 3), 1e30f, 1e30f, -1e30f, 10_000f, 10_001f, Float.NEGATIVE_INFINITY);
        float e = (float) Math.E;
        float[] expected = {0.5f, 0.5f, 0, 1 / (1 + e), e / (1 + e), 0};
        assertClose(open.read(open.own(fused.softmax(x))), expected, TOLERANCE, "softmax");
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 7", "3, 5, 96", "2, 197, 384", "0, 5, 96"})
    void layerNormIsTheComposedForm(int batch, int tokens, int width) {
        Buffer x = open.own(fused.add(open.normal(batch, tokens, width), 2f));
        Buffer w = open.normal(width);
        Buffer b = open.normal(width);
        Buffer gradient = open.normal(batch, tokens, width);
        FusedResult actual = fused.layerNorm(x, w, b, 1e-6f);
        FusedResult expected = composed.layerNorm(x, w, b, 1e-6f);
        assertSame(
                fused.layerNormBackward(x, w, 1e-6f, actual.state(), gradient),
                composed.layerNormBackward(x, w, 1e-6f, expected.state(), gradient),
                "gradients");
        open.own(actual.state());
        open.own(expected.state());
        assertSame(actual.output(), expected.output(), "output");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1",
        "2, 7, 1, 5",
        "1, 7, 3, 5",
        "3, 33, 3, 32",
        "2, 128, 2, 3",
        "2, 129, 1, 3",
        "1, 129, 2, 3",
        "2, 197, 3, 32",
        "0, 5, 2, 3",
        "0, 197, 2, 3"
    })
    void attentionIsTheComposedForm(int batch, int tokens, int heads, int headSize) {
        Buffer qkv = open.normal(batch, tokens, 3 * heads * headSize);
        Buffer gradient = open.normal(batch, tokens, heads * headSize);
        FusedResult actual = fused.attention(qkv, heads);
        FusedResult expected = composed.attention(qkv, heads);
        assertSame(
                fused.attentionBackward(qkv, heads, actual.output(), actual.state(), gradient),
                composed.attentionBackward(qkv, heads, expected.output(), expected.state(), gradient),
                "gradient");
        open.own(actual.state());
        open.own(expected.state());
        assertSame(actual.output(), expected.output(), "output");
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "5, 7, 13", "256, 16, 100", "257, 16, 100", "600, 31, 197"})
    void linearCrossEntropyIsTheComposedForm(int rows, int width, int classes) {
        Buffer x = open.normal(rows, width);
        Buffer w = open.normal(classes, width);
        Buffer b = open.normal(classes);
        Buffer target = open.indices(classes, rows);
        FusedResult actual = fused.linearCrossEntropy(x, w, b, target, true);
        FusedResult expected = composed.linearCrossEntropy(x, w, b, target, true);
        FusedResult alone = fused.linearCrossEntropy(x, w, b, target, false);
        assertThat(alone.state()).hasSize(1);
        assertThat(open.read(open.own(alone.output()))).isEqualTo(open.read(actual.output()));
        assertThat(open.read(open.own(alone.state().get(0))))
                .isEqualTo(open.read(actual.state().get(0)));
        assertSame(actual.state(), expected.state(), "accuracy or gradient");
        assertSame(actual.output(), expected.output(), "loss");
    }

    @Test
    void crossEntropyStaysFiniteWhereTheProbabilityUnderflows() {
        Buffer x = open.floats(Shape.of(1, 1), 1f);
        Buffer w = open.floats(Shape.of(2, 1), 500f, -500f);
        Buffer b = open.floats(Shape.of(2), 0, 0);
        FusedResult result = fused.linearCrossEntropy(x, w, b, open.ints(Shape.of(1), 1), true);
        open.own(result.state());
        assertThat(open.read(open.own(result.output()))).containsExactly(1000f);
        assertThat(open.read(result.state().get(1))).containsExactly(1000f);
    }
}
