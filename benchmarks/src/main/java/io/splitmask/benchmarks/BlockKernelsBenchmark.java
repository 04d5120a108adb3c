package io.splitmask.benchmarks;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.tensor.Shape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The forward kernels of a transformer block, one thread, at the sizes of a SplitMask step.
 *
 * <p>Run: {@code mvn -q -DskipTests -pl benchmarks -am package && java -cp "$(cat benchmarks/target/classpath)"
 * org.openjdk.jmh.Main -rf json}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BlockKernelsBenchmark {
    /** The cost of a call that does almost nothing. */
    @Benchmark
    public Shape baseline(BlockBuffers block) {
        try (Buffer view = block.kernels().reshape(block.x(), block.x().shape())) {
            return view.shape();
        }
    }

    /** D to 4D. */
    @Benchmark
    public Shape linear(BlockBuffers block) {
        try (Buffer y = block.kernels().linear(block.x(), block.weight(), block.bias())) {
            return y.shape();
        }
    }

    /** On [B, T, 4D]. */
    @Benchmark
    public Shape gelu(BlockBuffers block) {
        try (Buffer y = block.kernels().gelu(block.hidden())) {
            return y.shape();
        }
    }

    /** On [B, T, D]. */
    @Benchmark
    public Shape layerNorm(BlockBuffers block) {
        return closed(block.kernels().layerNorm(block.x(), block.scale(), block.shift(), BlockBuffers.EPS));
    }

    /** On [B, T, 3D]. */
    @Benchmark
    public Shape attention(BlockBuffers block) {
        return closed(block.kernels().attention(block.qkv(), block.heads()));
    }

    private static Shape closed(FusedResult result) {
        result.state().forEach(Buffer::close);
        try (Buffer output = result.output()) {
            return output.shape();
        }
    }
}
