package io.splitmask.tck.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.nn.DropPath;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.TransformerBlock;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.Normal;
import io.splitmask.optim.AdamW;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.optim.StepRates;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tck.CheckedTests;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Gradients of every operation against finite differences, and the memory of training steps. */
public abstract class AutogradSuite extends CheckedTests {
    private static final int STEPS = 8;

    /** Creates the suite. */
    protected AutogradSuite() {}

    @TestFactory
    final Stream<DynamicTest> gradientsAreSlopes() {
        return Differentiables.all().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> run(operation::checkSlopes)));
    }

    @Test
    final void liveBuffersStayConstantOverTrainingSteps() throws Exception {
        run(backend -> {
            TransformerBlock block = randomBlock(backend);
            AdamW optimizer =
                    new AdamW(backend, List.of(new ParameterGroup(block.parameters(), 1, 1)), AdamW.Settings.DEFAULT);
            Tensor x = randomTensor(backend, Shape.of(3, 7, 12));
            step(backend, block, optimizer, x);
            long live = backend.memory().liveBuffers();
            long bytes = backend.memory().liveBytes();
            float first = step(backend, block, optimizer, x);
            float last = first;
            for (int i = 0; i < STEPS; i++) {
                last = step(backend, block, optimizer, x);
                assertThat(backend.memory().liveBuffers())
                        .as("live buffers after step %d", i)
                        .isEqualTo(live);
                assertThat(backend.memory().liveBytes())
                        .as("live bytes after step %d", i)
                        .isEqualTo(bytes);
            }
            assertThat(last).as("loss").isLessThan(first);
        });
    }

    /** Activations of a block that is computed again are those of its input alone, and nothing else changes. */
    @Test
    final void recomputedBlocksGiveTheSameGradientsFromLessMemory() throws Exception {
        run(backend -> {
            TransformerBlock kept = randomBlock(backend);
            TransformerBlock recomputed = randomBlock(backend);
            recomputed.recompute();
            Tensor x = randomTensor(backend, Shape.of(3, 7, 12)).asLeaf();
            Tensor factors = Tensor.of(backend, new float[] {2, 0, 2}, 3, 1, 1);
            DropPath.Factors drop = new DropPath.Factors(factors, factors);
            Map<String, float[]> expected = new LinkedHashMap<>();
            long keptBytes = gradients(backend, kept, x, drop, expected);
            Map<String, float[]> got = new LinkedHashMap<>();
            assertThat(gradients(backend, recomputed, x, drop, got)).isLessThan(keptBytes / 4);
            assertThat(got).containsOnlyKeys(expected.keySet());
            got.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
        });
    }

    /** Returns the bytes that the tape keeps between the two passes. */
    private static long gradients(
            Backend backend, TransformerBlock block, Tensor x, DropPath.Factors drop, Map<String, float[]> results) {
        long before = backend.memory().liveBytes();
        try (TensorScope scope = TensorScope.open();
                Tape tape = Tape.record()) {
            Tensor loss = block.forward(x, drop).square().mean();
            long kept = backend.memory().liveBytes() - before;
            Gradients gradients = tape.backward(loss);
            results.put("loss", loss.toFloats());
            results.put("x", gradients.orZero(x).toFloats());
            block.parameters()
                    .forEach((name, parameter) -> results.put(
                            name, gradients.of(parameter.tensor()).orElseThrow().toFloats()));
            return kept;
        }
    }

    private static float step(Backend backend, TransformerBlock block, AdamW optimizer, Tensor x) {
        try (TensorScope scope = TensorScope.open();
                Tape tape = Tape.record()) {
            Tensor loss = block.forward(x).square().mean();
            Gradients gradients = tape.backward(loss);
            assertThat(tape.size()).as("operations left on the tape").isZero();
            optimizer.step(gradients, new StepRates(1e-3, 0.05));
            return loss.item();
        }
    }

    private static TransformerBlock randomBlock(Backend backend) {
        TransformerBlock block = new TransformerBlock(backend, new VitConfig(16, 16, 8, 12, 1, 3, 4, 0.1));
        RandomStream random = SplittableSeed.of(42).child("block").stream();
        for (Parameter parameter : block.parameters().values()) {
            parameter.assign(new Normal(0.2).values(parameter.shape(), random));
        }
        return block;
    }

    private static Tensor randomTensor(Backend backend, Shape shape) {
        RandomStream random = SplittableSeed.of(42).child("input").stream();
        return Tensor.of(backend, new Normal(1).values(shape, random), shape.toArray());
    }
}
