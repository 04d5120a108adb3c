package io.splitmask.nn.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class InitializerTest {
    private static final Shape MANY = Shape.of(400, 250);

    private static RandomStream stream() {
        return SplittableSeed.of(3).child("weights").stream();
    }

    private static DoubleStream doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]);
    }

    private static double deviation(float[] values) {
        double mean = doubles(values).average().orElseThrow();
        return Math.sqrt(
                doubles(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
    }

    private static double largest(float[] values) {
        return doubles(values).map(Math::abs).max().orElseThrow();
    }

    /** The variance of a standard normal cut at +-1 is 1 - 2 phi(1) / (2 Phi(1) - 1) = 0.291125. */
    @Test
    void beitsTruncatedNormalIsCutAtOneStandardDeviation() {
        float[] values = TruncatedNormal.BEIT.values(MANY, stream());
        assertThat(largest(values)).isLessThanOrEqualTo((float) 0.02).isGreaterThan(0.01999);
        assertThat(deviation(values)).isCloseTo(0.02 * Math.sqrt(0.291125), within(0.0001));
        assertThat(doubles(values).average().orElseThrow()).isCloseTo(0, within(0.0001));
    }

    @Test
    void timmsTruncatedNormalIsInEffectUncut() {
        float[] values = TruncatedNormal.TIMM.values(MANY, stream());
        assertThat(deviation(values)).isCloseTo(0.02, within(0.0002));
        assertThat(largest(values)).isBetween(0.07, 0.12);
    }

    @Test
    void aWideTruncatedNormalIsClamped() {
        float[] values = new TruncatedNormal(10, 2).values(MANY, stream());
        assertThat(largest(values)).isLessThanOrEqualTo(2).isGreaterThan(1.999);
        // Nearly uniform within so narrow a window.
        assertThat(deviation(values)).isCloseTo(2 / Math.sqrt(3), within(0.01));
    }

    @Test
    void valuesOfASeedNeverChange() {
        assertThat(TruncatedNormal.BEIT.values(Shape.of(3), stream()))
                .containsExactly(0.017964048f, -0.006703814f, 0.003704882f);
        assertThat(new Normal(0.02).values(Shape.of(2), stream())).containsExactly(0.035508443f, -0.01004579f);
        assertThat(new Uniform(0.5).values(Shape.of(2), stream())).containsExactly(0.4620859f, -0.19226806f);
    }

    @Test
    void normalHasItsDeviation() {
        assertThat(deviation(new Normal(0.01).values(MANY, stream()))).isCloseTo(0.01, within(0.0001));
        assertThat(largest(new Normal(0).values(Shape.of(3), stream()))).isZero();
    }

    @Test
    void fanInUniformHasPyTorchsBound() {
        float[] values = Uniform.ofFanIn(768).values(MANY, stream());
        double bound = 1 / Math.sqrt(768);
        assertThat(largest(values)).isLessThanOrEqualTo((float) bound).isGreaterThan(0.999 * bound);
        assertThat(deviation(values)).isCloseTo(bound / Math.sqrt(3), within(0.01 * bound));
    }

    @Test
    void xavierCountsThePatchProjectionAsAMatrix() {
        float[] values = XavierUniform.WHOLE.values(Shape.of(192, 3, 16, 16), stream());
        double bound = Math.sqrt(6.0 / (768 + 192));
        assertThat(largest(values)).isLessThanOrEqualTo((float) bound).isGreaterThan(0.999 * bound);
    }

    @Test
    void xavierOfThreePartsUsesTheOutputsOfOne() {
        float[] values = new XavierUniform(3).values(Shape.of(3 * 96, 96), stream());
        double bound = Math.sqrt(6.0 / (96 + 96));
        assertThat(largest(values)).isLessThanOrEqualTo((float) bound).isGreaterThan(0.999 * bound);
    }

    @Test
    void scalingMultipliesTheSameDraws() {
        float[] plain = TruncatedNormal.BEIT.values(Shape.of(5), stream());
        float[] scaled = TruncatedNormal.BEIT.scaled(0.25).values(Shape.of(5), stream());
        for (int i = 0; i < plain.length; i++) {
            assertThat(scaled[i]).isEqualTo(plain[i] / 4);
        }
    }

    @Test
    void constantsDrawNothing() {
        RandomStream stream = stream();
        assertThat(Initializer.constant(1).values(Shape.of(2, 2), stream)).containsExactly(1, 1, 1, 1);
        assertThat(stream.nextLong()).isEqualTo(stream().nextLong());
    }

    @Test
    void rejectsWhatCannotBe() {
        assertThatThrownBy(() -> new TruncatedNormal(0, -1))
                .hasMessageContainingAll("standardDeviation > 0", "limit > 0");
        assertThatThrownBy(() -> new Normal(-1)).hasMessageContaining("got -1.0");
        assertThatThrownBy(() -> new Uniform(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Uniform.ofFanIn(0)).hasMessageContaining("fanIn >= 1");
        assertThatThrownBy(() -> new XavierUniform(0)).hasMessageContaining("parts >= 1");
        assertThatThrownBy(() -> XavierUniform.WHOLE.values(Shape.of(5), stream()))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("got [5]");
        assertThatThrownBy(() -> new XavierUniform(3).values(Shape.of(4, 4), stream()))
                .hasMessageContaining("3 parts");
    }
}
