package io.splitmask.benchmarks;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** The kernels by which gradients walk back through a transformer block, and the head that predicts words. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BlockGradientsBenchmark {
    /** Gradients of the input, the weight and the bias of the layer D to 4D. */
    @Benchmark
    public int linearBackward(BlockBuffers block, BlockStates states) {
        Buffer gradient = states.hiddenRows();
        return closed(List.of(
                block.kernels().matmul(gradient, block.weight(), MatmulSpec.NN),
                block.kernels().matmul(gradient, states.rows(), MatmulSpec.TN),
                block.kernels().sum(gradient, new int[] {0}, false)));
    }

    /** On [B, T, 4D]. */
    @Benchmark
    public Shape geluBackward(BlockBuffers block) {
        try (Buffer gradient = block.kernels().geluBackward(block.hidden(), block.hidden())) {
            return gradient.shape();
        }
    }

    /** On [B, T, D]. */
    @Benchmark
    public int layerNormBackward(BlockBuffers block, BlockStates states) {
        return closed(block.kernels()
                .layerNormBackward(
                        block.x(), block.scale(), BlockBuffers.EPS, states.normState(), states.normalised()));
    }

    /** On [B, T, 3D]. */
    @Benchmark
    public Shape attentionBackward(BlockBuffers block, BlockStates states) {
        try (Buffer gradient = block.kernels()
                .attentionBackward(
                        block.qkv(), block.heads(), states.attended(), states.attentionState(), states.attended())) {
            return gradient.shape();
        }
    }

    /** Loss and all gradients of [B * T, D] over 8192 words. */
    @Benchmark
    public int linearCrossEntropy(BlockBuffers block, BlockStates states) {
        FusedResult result = block.kernels()
                .linearCrossEntropy(states.rows(), states.headWeight(), states.headBias(), states.words(), true);
        List<Buffer> all = new ArrayList<>(result.state());
        all.add(result.output());
        return closed(all);
    }

    private static int closed(List<Buffer> results) {
        results.forEach(Buffer::close);
        return results.size();
    }
}
