package io.splitmask.autograd;

import io.splitmask.spi.Buffer;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Activation checkpointing (Chen et al. 2016): the tape keeps what goes into a part of the network, not what happens
 * inside, and computes the part again on the way back. Gradients are the same, memory is less, time is more.
 */
public final class Recomputation {
    private Recomputation() {}

    /**
     * Runs a part of the network.
     *
     * @param parameters leaves that the part uses
     * @param inputs all other tensors that it uses
     * @param part computes the result from the inputs, or handles of the same values; must do the same every time
     */
    public static Tensor of(Collection<Tensor> parameters, List<Tensor> inputs, Part part) {
        List<Tensor> all = new ArrayList<>(inputs);
        all.addAll(parameters);
        if (!Tape.records(all)) {
            return part.apply(inputs);
        }
        try (TensorScope scope = TensorScope.open()) {
            Tensor result = Tape.pause(() -> part.apply(inputs));
            Buffer view = result.backend().kernels().reshape(result.buffer(), result.shape());
            Tensor output = Tape.output(result.backend(), view, all, saver -> {
                List<Tensor> kept = inputs.stream().map(saver::keep).toList();
                return (g, gradients) -> walkBack(part, kept, all, g, gradients);
            });
            output.shared().showMemoryOf(result.shared());
            return scope.release(output);
        }
    }

    /** A part of the network as a function of its inputs. */
    @FunctionalInterface
    public interface Part {
        /** Computes the result. */
        Tensor apply(List<Tensor> inputs);
    }

    private static void walkBack(
            Part part, List<Tensor> kept, List<Tensor> all, Tensor gradient, InputGradients gradients) {
        try (Tape tape = Tape.record()) {
            List<Tensor> leaves = new ArrayList<>(kept.size());
            for (int i = 0; i < kept.size(); i++) {
                leaves.add(
                        gradients.wants(i) ? kept.get(i).asLeaf() : kept.get(i).detach());
            }
            Gradients found = tape.backward(part.apply(leaves), gradient);
            for (int i = 0; i < all.size(); i++) {
                if (gradients.wants(i)) {
                    int input = i;
                    found.of(i < leaves.size() ? leaves.get(i) : all.get(i)).ifPresent(g -> gradients.add(input, g));
                }
            }
        }
    }
}
