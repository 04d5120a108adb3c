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
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * A network with its weights that several threads compute with until one closes it; closing waits for them.
 *
 * @param <M> kind of network
 */
final class SharedModel<M extends Module> implements AutoCloseable {
    private final Backend backend;
    private final M network;
    private final VitConfig config;
    private final Function<Image, View> preprocessing;
    private final TensorHolder weights;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private SharedModel(
            Backend backend, M network, VitConfig config, Function<Image, View> preprocessing, TensorHolder weights) {
        this.backend = backend;
        this.network = network;
        this.config = config;
        this.preprocessing = preprocessing;
        this.weights = weights;
    }

    /** Makes a network with its weights on the engine's thread. */
    static <M extends Module> SharedModel<M> load(
            Backend backend, VitConfig config, Function<Image, View> preprocessing, EngineCalls.Work<M> loader)
            throws IOException {
        return EngineCalls.call(backend, () -> {
            try (TensorScope scope = TensorScope.open()) {
                M network = loader.run();
                return new SharedModel<>(backend, network, config, preprocessing, scope.handOver());
            }
        });
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
        float[] pixels = pixels(images);
        use.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            return EngineCalls.call(backend, () -> {
                try (TensorScope scope = TensorScope.open()) {
                    int side = config.imageHeight();
                    Tensor input =
                            Tensor.of(backend, pixels, images.size(), VisionTransformer.CHANNELS, side, side);
                    return forward.apply(input).toFloats();
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e); // only an interrupt: nothing is read here
        } finally {
            use.readLock().unlock();
        }
    }

    private float[] pixels(List<Image> images) {
        int side = config.imageHeight();
        int values = VisionTransformer.CHANNELS * side * side;
        float[] pixels = new float[Math.multiplyExact(images.size(), values)];
        for (int i = 0; i < images.size(); i++) {
            View view = preprocessing.apply(images.get(i));
            if (view.imageSize() != side || view.pixels().length != values) {
                throw new IllegalArgumentException("preprocessing: expected a view of " + side + " x " + side
                        + " pixels for this model, got " + view.imageSize() + " x " + view.imageSize());
            }
            System.arraycopy(view.pixels(), 0, pixels, i * values, values);
        }
        return pixels;
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            closed = true;
            weights.close();
        } finally {
            use.writeLock().unlock();
        }
    }
}
