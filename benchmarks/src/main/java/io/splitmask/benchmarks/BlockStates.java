package io.splitmask.benchmarks;

import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What forward kernels leave for the way back, and the head that predicts words. */
@State(Scope.Benchmark)
public class BlockStates {
    private static final int VOCABULARY = 8192;

    private final List<Buffer> buffers = new ArrayList<>();
    private List<Buffer> normState = List.of();
    private List<Buffer> attentionState = List.of();

    /** Runs the forward kernels. */
    @Setup
    public void open(BlockBuffers block) {
        Kernels kernels = block.kernels();
        Shape x = block.x().shape();
        int rows = x.dim(0) * x.dim(1);
        FusedResult norm = kernels.layerNorm(block.x(), block.scale(), block.shift(), BlockBuffers.EPS);
        FusedResult attention = kernels.attention(block.qkv(), block.heads());
        normState = norm.state();
        attentionState = attention.state();
        buffers.add(norm.output());
        buffers.add(attention.output());
        buffers.add(kernels.reshape(block.x(), Shape.of(rows, x.dim(2))));
        buffers.add(kernels.reshape(
                block.hidden(), Shape.of(rows, block.hidden().shape().dim(2))));
        RandomStream random = SplittableSeed.of(1).stream();
        float[] weight = new float[VOCABULARY * x.dim(2)];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) (0.02 * random.nextGaussian());
        }
        int[] words = new int[rows];
        Arrays.setAll(words, i -> random.nextInt(VOCABULARY));
        buffers.add(kernels.upload(weight, Shape.of(VOCABULARY, x.dim(2))));
        buffers.add(kernels.full(Shape.of(VOCABULARY), 0f));
        buffers.add(kernels.upload(words, Shape.of(rows)));
    }

    /** Frees everything. */
    @TearDown
    public void close() {
        List.of(normState, attentionState, buffers).forEach(list -> list.forEach(Buffer::close));
    }

    List<Buffer> normState() {
        return normState;
    }

    List<Buffer> attentionState() {
        return attentionState;
    }

    /** Also a gradient in its shape. */
    Buffer normalised() {
        return buffers.get(0);
    }

    /** Also a gradient in its shape. */
    Buffer attended() {
        return buffers.get(1);
    }

    Buffer rows() {
        return buffers.get(2);
    }

    Buffer hiddenRows() {
        return buffers.get(3);
    }

    Buffer headWeight() {
        return buffers.get(4);
    }

    Buffer headBias() {
        return buffers.get(5);
    }

    Buffer words() {
        return buffers.get(6);
    }
}
