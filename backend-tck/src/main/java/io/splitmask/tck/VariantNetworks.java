package io.splitmask.tck;

import io.splitmask.nn.Module;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.RelativePositions;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.VitVariant;
import io.splitmask.nn.init.Normal;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/**
 * Small networks of every variant, for tests that compare them with what another program computes. Weights depend on the
 * names of the parameters alone, images on their number alone.
 */
public final class VariantNetworks {
    /** Patches 2 x 3, so that rows and columns cannot be mistaken for each other. */
    public static final VitConfig PLAIN = new VitConfig(8, 12, 4, 24, 2, 3, 2, 0);

    private VariantNetworks() {}

    /** Returns the sizes and variants, for a {@code MethodSource}. */
    public static Stream<Named<VitConfig>> all() {
        return Stream.of(
                Named.of("plain", PLAIN),
                Named.of(
                        "layer scale, no key bias",
                        with(true, RelativePositions.NONE, false, 1e-5).withLayerScale(0.1)),
                Named.of("shared table", with(false, RelativePositions.SHARED, false, 1e-6)),
                Named.of("table per block, positions", with(true, RelativePositions.PER_BLOCK, true, 1e-6)));
    }

    private static VitConfig with(boolean absolute, RelativePositions relative, boolean keyBias, double eps) {
        return PLAIN.withVariant(new VitVariant(absolute, relative, keyBias, eps));
    }

    /** Returns a backbone with weights; owned by the current scope. */
    public static VisionTransformer backbone(Backend backend, VitConfig config) {
        return filled(new VisionTransformer(backend, config));
    }

    /** Returns a classifier with weights; owned by the current scope. @param classes number of them */
    public static VitClassifier classifier(Backend backend, VitConfig config, Pooling pooling, int classes) {
        return filled(new VitClassifier(backend, config, pooling, classes));
    }

    private static <M extends Module> M filled(M network) {
        network.parameters()
                .forEach((name, parameter) -> parameter.assign(
                        new Normal(0.3).values(parameter.shape(), SplittableSeed.of(3).child(name).stream())));
        return network;
    }

    /** Returns the values of images [B, 3, Hi, Wi] of the size of {@link #PLAIN}. @param batch B */
    public static float[] pixels(int batch) {
        return new Normal(1).values(shape(batch), SplittableSeed.of(batch).stream());
    }

    /** Returns the same images as a tensor; owned by the current scope. @param batch B */
    public static Tensor images(Backend backend, int batch) {
        return Tensor.of(backend, pixels(batch), shape(batch).toArray());
    }

    private static Shape shape(int batch) {
        return Shape.of(batch, 3, PLAIN.imageHeight(), PLAIN.imageWidth());
    }
}
