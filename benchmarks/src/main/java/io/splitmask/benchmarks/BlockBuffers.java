package io.splitmask.benchmarks;

import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the kernels of a transformer block work on: random values, on one engine with one thread. */
@State(Scope.Benchmark)
public class BlockBuffers {
    static final float EPS = 1e-6f;

    /** The backend. */
    @Param({"djl", "dl4j"})
    public String engine = "";

    /** B x T x D x H of both branches: vit_micro and ViT-Ti at 64 px and batch 64, ViT-S and ViT-B at 224 px and batch 8. */
    @Param({"128x33x96x3", "128x33x192x3", "16x99x384x6", "16x99x768x12"})
    public String sizes = "";

    private final List<Buffer> buffers = new ArrayList<>();
    private @Nullable Backend backend;
    private int heads;

    /** Opens the engine and fills the buffers. */
    @Setup
    public void open() {
        String[] parts = sizes.split("x");
        int b = Integer.parseInt(parts[0]);
        int t = Integer.parseInt(parts[1]);
        int d = Integer.parseInt(parts[2]);
        heads = Integer.parseInt(parts[3]);
        backend = Backends.open(engine, new BackendConfig(Device.CPU, 1));
        RandomStream random = SplittableSeed.of(0).stream();
        List<Shape> shapes = List.of(
                Shape.of(b, t, d),
                Shape.of(b, t, 3 * d),
                Shape.of(b, t, 4 * d),
                Shape.of(4 * d, d),
                Shape.of(4 * d),
                Shape.of(d),
                Shape.of(d));
        for (Shape shape : shapes) {
            float[] values = new float[shape.intSize()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            buffers.add(kernels().upload(values, shape));
        }
    }

    /** Frees everything. */
    @TearDown
    public void close() {
        buffers.forEach(Buffer::close);
        Objects.requireNonNull(backend).close();
    }

    Kernels kernels() {
        return Objects.requireNonNull(backend).kernels();
    }

    int heads() {
        return heads;
    }

    Buffer x() {
        return buffers.get(0);
    }

    Buffer qkv() {
        return buffers.get(1);
    }

    Buffer hidden() {
        return buffers.get(2);
    }

    Buffer weight() {
        return buffers.get(3);
    }

    Buffer bias() {
        return buffers.get(4);
    }

    Buffer scale() {
        return buffers.get(5);
    }

    Buffer shift() {
        return buffers.get(6);
    }
}
