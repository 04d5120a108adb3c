package io.splitmask.djl;

import static io.splitmask.djl.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.spi.AdamwHyperparameters;
import io.splitmask.spi.AdamwMoments;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tck.check.RequiredForwarding;
import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels that change buffers in place, on uploaded tensors and on results of other kernels. */
class UpdateKernelsTest {
    private static final double TOLERANCE = 2e-6;

    private static OpenBackend open;
    private static Kernels k;

    @BeforeAll
    static void openBackend() {
        open = new OpenBackend();
        k = open.kernels();
    }

    @AfterEach
    void closeBuffers() {
        open.closeBuffers();
    }

    @AfterAll
    static void closeBackend() {
        open.close();
    }

    @Test
    void inPlaceUpdatesReachUploadedBuffersAndTheirViews() {
        Buffer x = open.floats(Shape.of(2, 2), 1, 2, 3, 4);
        Buffer view = open.own(k.reshape(x, Shape.of(4)));
        k.addInPlace(x, open.floats(Shape.of(2, 2), 10, 20, 30, 40));
        k.multiplyInPlace(view, 2f);
        k.addInPlace(x, x);
        assertThat(open.read(x)).containsExactly(44, 88, 132, 176);
        assertThat(open.read(view)).containsExactly(44, 88, 132, 176);
    }

    @Test
    void inPlaceUpdatesWorkOnResultsOfKernels() {
        Buffer sum = open.own(k.add(open.floats(Shape.of(2), 1, 2), 1f));
        k.multiplyInPlace(sum, 3f);
        k.addInPlace(sum, open.floats(Shape.of(2), 1, 1));
        k.assign(open.own(k.reshape(sum, Shape.of(2, 1))), open.floats(Shape.of(2, 1), 5, 6));
        assertThat(open.read(sum)).containsExactly(5, 6);
    }

    @Test
    void copiesAreIndependentOfWhatTheyCopied() {
        Buffer x = open.floats(Shape.of(2, 1), 1, 2);
        List<Buffer> copies = open.own(List.of(
                k.slice(x, 0, 0, 2),
                k.permute(x, new int[] {0, 1}),
                k.permute(x, new int[] {1, 0}),
                k.broadcastTo(x, Shape.of(2, 1)),
                k.concat(List.of(x), 0),
                k.cast(x, x.dtype()),
                k.sum(x, new int[] {1}, false),
                k.max(x, new int[] {1}, false)));
        k.multiplyInPlace(x, 10f);
        for (Buffer copy : copies) {
            assertThat(open.read(copy)).containsExactly(1, 2);
        }
    }

    @Test
    void sumOfSquaresCoversAllBuffers() {
        List<Buffer> buffers =
                List.of(open.floats(Shape.of(3), 1, 2, 3), open.floats(Shape.of(), 4), open.floats(Shape.of(0)));
        assertThat(k.sumOfSquares(buffers)).isCloseTo(30, within(30e-6));
        assertThat(k.sumOfSquares(List.of())).isZero();
    }

    @Test
    void sumOfSquaresOfAMillionIsExactToSixDigits() {
        Buffer x = open.normal(1_000_003);
        double expected = 0;
        for (float value : open.read(x)) {
            expected += (double) value * value;
        }
        assertThat(k.sumOfSquares(List.of(x))).isCloseTo(expected, within(1e-6 * expected));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.37})
    void adamwIsTheComposedFormOverThreeSteps(double gradientScale) {
        Kernels composed = new RequiredForwarding(k);
        int[][] shapes = {{13, 7}, {197}, {1}, {0, 3}};
        List<Buffer> actual = normals(shapes);
        List<Buffer> expected = copies(actual);
        AdamwMoments actualMoments = new AdamwMoments(zeros(shapes), zeros(shapes));
        AdamwMoments expectedMoments = new AdamwMoments(zeros(shapes), zeros(shapes));
        for (int step = 1; step <= 3; step++) {
            AdamwHyperparameters settings =
                    new AdamwHyperparameters(1e-2 * step, 0.9, 0.95, 1e-8, 0.05, step, gradientScale);
            List<Buffer> gradients = normals(shapes);
            List<Buffer> before = copies(gradients);
            k.adamwStep(actual, gradients, actualMoments, settings);
            assertEqual(gradients, before, 0);
            composed.adamwStep(expected, gradients, expectedMoments, settings);
        }
        assertEqual(actual, expected, TOLERANCE);
        assertEqual(actualMoments.first(), expectedMoments.first(), TOLERANCE);
        assertEqual(actualMoments.second(), expectedMoments.second(), TOLERANCE);
    }

    @Test
    void adamwTakesOneStepByTheFormula() {
        Buffer p = open.floats(Shape.of(3), 1f, -2f, 0.5f);
        Buffer g = open.floats(Shape.of(3), 0.3f, 0f, -4e-8f);
        AdamwMoments moments = new AdamwMoments(zeros(new int[][] {{3}}), zeros(new int[][] {{3}}));
        k.adamwStep(List.of(p), List.of(g), moments, new AdamwHyperparameters(0.1, 0.9, 0.999, 1e-8, 0.5, 1, 1));
        // m / (1 - beta1) = g and sqrt(v / (1 - beta2)) = |g| at the first step
        float[] expected = {0.95f - 0.1f, -1.9f, 0.475f + 0.1f * 4 / 5};
        assertClose(open.read(p), expected, TOLERANCE, "p");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.996, 1 - 1e-6, 1})
    void emaIsTheComposedForm(double momentum) {
        int[][] shapes = {{13, 7}, {197}, {0}};
        List<Buffer> actual = normals(shapes);
        List<Buffer> expected = copies(actual);
        List<Buffer> sources = normals(shapes);
        List<Buffer> before = copies(sources);
        k.ema(actual, sources, momentum);
        new RequiredForwarding(k).ema(expected, sources, momentum);
        assertEqual(actual, expected, TOLERANCE);
        assertEqual(sources, before, 0);
    }

    @Test
    void emptyListsAreAccepted() {
        k.ema(List.of(), List.of(), 0.5);
        k.adamwStep(
                List.of(),
                List.of(),
                new AdamwMoments(List.of(), List.of()),
                new AdamwHyperparameters(1, 0.9, 0.999, 1e-8, 0, 1, 1));
        assertThat(open.liveBuffers()).isZero();
    }

    private List<Buffer> normals(int[][] shapes) {
        return Arrays.stream(shapes).map(open::normal).toList();
    }

    private List<Buffer> zeros(int[][] shapes) {
        return Arrays.stream(shapes)
                .map(dims -> open.own(k.full(Shape.of(dims), 0f)))
                .toList();
    }

    private List<Buffer> copies(List<Buffer> buffers) {
        return buffers.stream().map(x -> open.own(k.add(x, 0f))).toList();
    }

    private void assertEqual(List<Buffer> actual, List<Buffer> expected, double tolerance) {
        for (int i = 0; i < expected.size(); i++) {
            assertClose(open.read(actual.get(i)), open.read(expected.get(i)), tolerance, "buffer " + i);
        }
    }
}
