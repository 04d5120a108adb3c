package io.splitmask.inference;

import io.splitmask.data.Image;
import io.splitmask.data.View;
import io.splitmask.nn.Module;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorHolder;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.EngineCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;

/**
 * A network with its weights that several threads compute with until one closes it. A backend takes one thread at a
 * time, so they take turns, with those that use other models of the same backend too.
 *
 * @param <M> kind of network
 */
final class SharedModel<M extends Module> implements AutoCloseable {
    private final Backend backend;
    private final M network;
    private final VitConfig config;
    private final Function<Image, View> preprocessing;
    private final TensorHolder weights;
    private boolean closed;

    private SharedModel(
            Backend backend, M network, VitConfig config, Function<Image, View> preprocessing, TensorHolder weights) {
        this.backend = backend;
        this.network = network;
        this.config = config;
        this.preprocessing = preprocessing;
        this.weights = weights;
    }

    /**
     * Makes a network with its weights on the engine's thread.
     *
     * @throws IllegalArgumentException if the network is for images that are not square, as views are; it would resize its
     *     positions without a word
     */
    static <M extends Module> SharedModel<M> load(
            Backend backend, VitConfig config, Function<Image, View> preprocessing, EngineCalls.Work<M> loader)
            throws IOException {
        if (config.imageHeight() != config.imageWidth()) {
            throw new IllegalArgumentException(
                    "model: expected one for square images, got one for " + config.imageHeight() + " x "
                            + config.imageWidth() + " pixels; open its backbone at a square size");
        }
        synchronized (backend) {
            return EngineCalls.call(backend, () -> {
                try (TensorScope scope = TensorScope.open()) {
                    M network = loader.run();
                    return new SharedModel<>(backend, network, config, preprocessing, scope.handOver());
                }
            });
        }
    }

    M network() {
        return network;
    }

    VitConfig config() {
        return config;
    }

    /**
     * Computes something of each image.
     *
     * @param forward gets [B, 3, Hi, Wi]
     * @return row-major, image by image
     * @throws IllegalStateException if the model is closed
     */
    float[] compute(List<Image> images, Function<Tensor, Tensor> forward) {
        return compute(pixels(images), images.size(), forward);
    }

    /** Computes something of each image of a view that is ready. @throws IllegalArgumentException if it has another size */
    float[] compute(View view, Function<Tensor, Tensor> forward) {
        requireSize("view", view);
        return compute(view.pixels(), view.numImages(), forward);
    }

    private float[] compute(float[] pixels, int count, Function<Tensor, Tensor> forward) {
        synchronized (backend) {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            try {
                return EngineCalls.call(backend, () -> answer(pixels, count, forward));
            } catch (IOException e) {
                throw new UncheckedIOException(e); // only an interrupt: nothing is read here
            }
        }
    }

    private void requireSize(String what, View view) {
        int side = config.imageHeight();
        if (view.imageSize() != side) {
            throw new IllegalArgumentException(what + ": expected images of " + side + " x " + side
                    + " pixels for this model, got " + view.imageSize() + " x " + view.imageSize());
        }
    }

    private float[] answer(float[] pixels, int count, Function<Tensor, Tensor> forward) {
        try (TensorScope scope = TensorScope.open()) {
            int side = config.imageHeight();
            return forward.apply(Tensor.of(backend, pixels, count, VisionTransformer.CHANNELS, side, side))
                    .toFloats();
        }
    }

    private float[] pixels(List<Image> images) {
        int side = config.imageHeight();
        int values = VisionTransformer.CHANNELS * side * side;
        float[] pixels = new float[Math.multiplyExact(images.size(), values)];
        for (int i = 0; i < images.size(); i++) {
            View view = preprocessing.apply(images.get(i));
            requireSize("preprocessing", view);
            if (view.numImages() != 1) {
                throw new IllegalArgumentException(
                        "preprocessing: expected a view of the one image, got " + view.numImages() + " images");
            }
            System.arraycopy(view.pixels(), 0, pixels, i * values, values);
        }
        return pixels;
    }

    @Override
    public void close() {
        synchronized (backend) {
            closed = true;
            weights.close();
        }
    }
}
