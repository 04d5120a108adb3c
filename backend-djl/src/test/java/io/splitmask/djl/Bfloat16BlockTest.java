package io.splitmask.djl;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.nn.TransformerBlock;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.Normal;
import io.splitmask.nn.init.ParameterInitialisation;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Precision;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A block of a Vision Transformer with products of bfloat16 beside one of single precision. */
class Bfloat16BlockTest {
    private static final VitConfig CONFIG = new VitConfig(32, 32, 8, 48, 1, 3, 4, 0);
    private static final Shape INPUT = Shape.of(5, CONFIG.numPatches() + 1, CONFIG.width());

    /** Two operands and a result, each off by half a unit of 8 bits at most, and by half of that on average. */
    private static final double PRODUCT = 3 * 0x1p-9;

    /**
     * On the way of a number through the block: qkv, two of attention, its projection, two of the MLP. Their roundings are
     * independent, so that squares add up.
     */
    private static final int PRODUCTS_FORWARD = 6;

    @Test
    void outputsAndGradientsDifferByRoundingsOnly() {
        Map<String, float[]> bf16 = run(Precision.BFLOAT16);
        run(Precision.FLOAT32).forEach((name, expected) -> {
            int products = name.equals("output") ? PRODUCTS_FORWARD : 2 * PRODUCTS_FORWARD;
            assertThat(distance(Objects.requireNonNull(bf16.get(name)), expected))
                    .as("relative distance of %s", name)
                    .isStrictlyBetween(0.0, Math.sqrt(products) * PRODUCT);
        });
    }

    /** Returns what the block adds to its input, and the gradients of the input and the parameters, by name. */
    private static Map<String, float[]> run(Precision precision) {
        SplittableSeed seed = SplittableSeed.of(3);
        ParameterInitialisation initial = (name, shape) -> Optional.of(new Normal(0.2));
        try (OpenBackend open = new OpenBackend(precision);
                TensorScope scope = TensorScope.open();
                Tape tape = Tape.record()) {
            TransformerBlock block = new TransformerBlock(open.backend(), CONFIG);
            initial.apply(block, seed);
            float[] values = new Normal(1).values(INPUT, seed.child("input").stream());
            Tensor x = Tensor.of(open.backend(), values, INPUT.toArray()).asLeaf();
            Tensor added = block.forward(x).subtract(x);
            Gradients gradients = tape.backward(added.square().mean());
            Map<String, float[]> results = new LinkedHashMap<>();
            results.put("output", added.toFloats());
            results.put("input", gradients.of(x).orElseThrow().toFloats());
            block.parameters()
                    .forEach((name, parameter) -> results.put(
                            name, gradients.of(parameter.tensor()).orElseThrow().toFloats()));
            return results;
        }
    }

    /** The norm of the difference over that of what was expected. */
    private static double distance(float[] actual, float[] expected) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(actual[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / norm);
    }
}
