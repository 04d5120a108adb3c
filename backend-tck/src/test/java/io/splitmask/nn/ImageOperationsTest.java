package io.splitmask.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.OnReference;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageOperationsTest extends OnReference {
    private static final Extent ONE = Extent.square(1);

    @Test
    void convolutionOfWholePatchesIsThePatchEmbedding() {
        PatchEmbedding embedding = new PatchEmbedding(backend, 3, 2, 5);
        Parameter weight = Objects.requireNonNull(embedding.parameters().get("proj.weight"));
        weight.assign(counting(5, 3, 2, 2).multiply(0.01f).toFloats());
        Tensor images = counting(2, 3, 4, 6).multiply(0.1f);
        Tensor maps = Convolution.of(images, weight.tensor(), Extent.square(2), Extent.NONE); // [2, 5, 2, 3]
        assertThat(maps.reshape(2, 5, 6).permute(0, 2, 1).toFloats())
                .containsExactly(embedding.forward(images).toFloats(), within(1e-4f));
    }

    @Test
    void convolutionRejectsFiltersForOtherChannels() {
        assertThatThrownBy(() -> Convolution.of(counting(1, 3, 4, 4), counting(2, 4, 3, 3), ONE, Extent.NONE))
                .isInstanceOf(ShapeException.class)
                .hasMessage("conv2d: expected weight [O, 3, Kh, Kw] for x [1, 3, 4, 4], got weight [2, 4, 3, 3]");
    }

    @Test
    void aKernelLargerThanThePaddedImageIsRejected() {
        assertThatThrownBy(() -> Convolution.of(counting(1, 1, 2, 4), counting(1, 1, 5, 3), ONE, ONE))
                .isInstanceOf(ShapeException.class)
                .hasMessage("conv2d: expected an image of at least the kernel's size, got 2 x 4 with padding 1 x 1 and"
                        + " kernel 5 x 3");
    }

    @Test
    void aStrideOfZeroIsRejected() {
        assertThatThrownBy(() -> MaxPool.of(counting(1, 1, 4, 4), ONE, new Extent(0, 1), Extent.NONE))
                .hasMessageContaining("expected a kernel and a stride of 1 or more, got 1 x 1 and 0 x 1");
    }

    @Test
    void poolingOverPaddingAloneIsRejected() {
        assertThatThrownBy(() -> MaxPool.of(counting(1, 1, 4, 4), ONE, ONE, ONE))
                .hasMessage("maxPool2d: expected a padding of at most half the kernel 1 x 1, got 1 x 1");
    }

    @Test
    void poolingIgnoresPaddingBesideNegativePixels() {
        Tensor negative = counting(1, 1, 3, 3).add(-10f);
        Tensor pooled = MaxPool.of(negative, Extent.square(3), Extent.square(2), ONE);
        assertThat(pooled.toFloats()).containsExactly(-6, -5, -3, -2);
    }

    @Test
    void transposedConvolutionIsTheAdjoint() {
        Extent stride = new Extent(2, 1);
        Extent padding = new Extent(1, 0);
        Tensor weight = counting(2, 3, 3, 2).multiply(0.1f).add(-1f);
        Tensor x = counting(1, 3, 5, 4).multiply(0.1f);
        Tensor y = counting(1, 2, 3, 3).multiply(0.2f).add(-1f);
        float forward =
                Convolution.of(x, weight, stride, padding).multiply(y).sum().item();
        Tensor back = TransposedConvolution.of(y, weight, stride, padding, Extent.NONE);
        assertThat(back.shape()).isEqualTo(x.shape());
        assertThat(back.multiply(x).sum().item()).isCloseTo(forward, within(1e-4f * Math.abs(forward) + 1e-4f));
    }

    @Test
    void outputPaddingStaysBelowTheStride() {
        assertThatThrownBy(() -> TransposedConvolution.of(
                        counting(1, 2, 3, 3), counting(2, 1, 3, 3), Extent.square(2), ONE, Extent.square(2)))
                .hasMessage("convTranspose2d: expected an output padding below the stride 2 x 2, got 2 x 2");
    }

    @ParameterizedTest
    @EnumSource(Resampling.class)
    void resamplingKeepsConstantsAndIsTheIdentityForEqualSizes(Resampling resampling) {
        for (int to : new int[] {1, 2, 3, 7, 13}) {
            double[] weights = resampling.weights(3, to);
            for (int row = 0; row < to; row++) {
                double sum = weights[row * 3] + weights[row * 3 + 1] + weights[row * 3 + 2];
                assertThat(sum).as("weights of target %d of %d", row, to).isCloseTo(1, within(1e-12));
            }
        }
        assertThat(resampling.weights(2, 2)).containsExactly(1, 0, 0, 1);
    }

    @Test
    void sizesBeyondAllCountingAreRefused() {
        Tensor x = counting(1, 1, 2, 2);
        Extent huge = Extent.square(Integer.MAX_VALUE);
        assertThatThrownBy(() -> Convolution.of(x, counting(1, 1, 1, 1), ONE, huge))
                .hasMessage("conv2d: expected padded sides below 2^31 pixels, got 2 x 2 with padding"
                        + " 2147483647 x 2147483647");
        assertThatThrownBy(() -> MaxPool.of(x, Extent.square(2), ONE, huge))
                .hasMessageContaining("expected a padding of at most half the kernel 2 x 2");
        assertThatThrownBy(() -> TransposedConvolution.of(
                        counting(1, 1, 3, 3), counting(1, 1, 1, 1), huge, Extent.NONE, Extent.NONE))
                .hasMessageContaining("expected a result with sides of 1 to 2^31 - 1 pixels, got 4294967295");
        assertThatThrownBy(() -> PatchEmbedding.patches(x, 0)).hasMessageContaining("sides that 0 divides");
        assertThatThrownBy(() -> Resampling.BICUBIC.weights(0, -1))
                .hasMessage("Resampling: expected from >= 1, got 0; expected to >= 0, got -1");
    }

    @Test
    void moreWindowsOrPixelsThanATensorCanIndexAreRefused() {
        Tensor x = counting(1, 1, 3, 3);
        Tensor pixel = counting(1, 1, 1, 1);
        assertThatThrownBy(() -> TransposedConvolution.of(x, pixel, Extent.square(100_000), Extent.NONE, Extent.NONE))
                .isInstanceOf(ShapeException.class)
                .hasMessage(
                        "convTranspose2d: expected fewer than 2^31 - 1 pixels in the image and under all windows, got"
                                + " image 200001 x 200001 and 3 x 3 windows of 1 x 1; use smaller images, or larger strides");
        assertThatThrownBy(() -> Convolution.of(x, pixel, ONE, Extent.square(50_000)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("conv2d: expected fewer than 2^31 - 1 pixels")
                .hasMessageContaining("100003 x 100003 windows of 1 x 1");
        assertThatThrownBy(() -> Convolution.of(counting(400, 1, 100, 100), counting(1, 1, 50, 50), ONE, Extent.NONE))
                .isInstanceOf(ShapeException.class)
                .hasMessage("conv2d: expected a result of at most 2^31 - 1 elements, got [400, 2601, 2500, 1] from"
                        + " [400, 1, 100, 100]; use smaller batches");
        assertThatThrownBy(() -> Interpolation.of(x, Extent.square(1 << 16), Resampling.BILINEAR))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("interpolate: expected a result of at most 2^31 - 1 elements");
        assertThatThrownBy(() -> Resampling.BICUBIC.weights(1 << 16, 1 << 15))
                .hasMessage("Resampling: expected at most 2^31 - 1 weights, got 65536 sources times 32768 targets");
    }

    @Test
    void interpolationNeedsPixels() {
        assertThatThrownBy(() -> Interpolation.of(counting(1, 1, 2, 2), new Extent(0, 2), Resampling.BILINEAR))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("expected at least one pixel, got x [1, 1, 2, 2] and size 0 x 2");
    }

    @Test
    void batchNormNeedsTwoValuesAChannelInTraining() {
        BatchNorm norm = BatchNorm.withoutAffine(backend, 3, BatchNorm.Settings.DEFAULT);
        assertThatThrownBy(() -> norm.train(counting(1, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("batchNorm: expected more than one value a channel in training, got x [1, 3]");
        assertThatThrownBy(() -> norm.evaluate(counting(2, 4)))
                .hasMessage("batchNorm: expected x [B, 3, ...], got x [2, 4]");
        assertThat(norm.runningMean().toFloats()).containsExactly(0, 0, 0);
    }

    @Test
    void evaluationLeavesTheRunningStatisticsAlone() {
        BatchNorm norm = BatchNorm.withoutAffine(backend, 3, BatchNorm.Settings.DEFAULT);
        Tensor x = counting(4, 3);
        assertThat(norm.train(x).shape()).isEqualTo(Shape.of(4, 3));
        float[] mean = norm.runningMean().toFloats();
        assertThat(mean).containsExactly(new float[] {0.45f, 0.55f, 0.65f}, within(1e-6f));
        assertThat(norm.evaluate(x).shape()).isEqualTo(Shape.of(4, 3));
        assertThat(norm.runningMean().toFloats()).isEqualTo(mean);
    }

    @Test
    void dropoutNeedsAMaskOfTheSameShape() {
        Tensor x = counting(2, 2);
        Tensor mask = Tensor.of(backend, new float[] {1, 0, 1, 1}, 2, 2);
        assertThat(Dropout.of(x, mask, 0.5).toFloats()).containsExactly(0, 0, 4, 6);
        assertThatThrownBy(() -> Dropout.of(x, counting(4), 0.5)).hasMessageContaining("expected mask [2, 2]");
        assertThatThrownBy(() -> Dropout.of(x, mask, 0)).hasMessageContaining("keepProbability above 0");
    }
}
