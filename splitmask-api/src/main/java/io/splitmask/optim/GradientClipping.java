package io.splitmask.optim;

import io.splitmask.autograd.Gradients;
import io.splitmask.config.Problems;
import io.splitmask.nn.Parameter;
import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A limit on the length of gradients (golden case {@code grad_clip}).
 *
 * @param scope what the limit holds for
 * @param maxNorm largest Euclidean norm; 0 for no limit
 */
public record GradientClipping(Scope scope, double maxNorm) {
    /** Gradients stay as they are. */
    public static final GradientClipping NONE = new GradientClipping(Scope.TOGETHER, 0);

    private static final double EPS = 1e-6;

    /** What a limit holds for. */
    public enum Scope {
        /** All gradients together: BEiT and SplitMask. */
        TOGETHER,
        /** The gradient of each parameter by itself: DINO. */
        EACH
    }

    /**
     * Gradients and the factor that is still to be applied to all of them.
     *
     * @param gradients owned by the innermost scope where they differ from those before
     * @param scale for {@link StepRates#gradientScale}
     */
    public record Clipped(Gradients gradients, double scale) {}

    /** Checks the number. */
    public GradientClipping {
        Problems.of("GradientClipping").notNegative("maxNorm", maxNorm).throwIfAny();
    }

    /** Limits the norm of all gradients together. */
    public static GradientClipping together(double maxNorm) {
        return new GradientClipping(Scope.TOGETHER, maxNorm);
    }

    /** Limits the norm of the gradient of each parameter. */
    public static GradientClipping each(double maxNorm) {
        return new GradientClipping(Scope.EACH, maxNorm);
    }

    /**
     * Clips gradients.
     *
     * @param parameters whose gradients are meant
     * @param norm of their gradients together, from {@link #globalNorm}
     */
    public Clipped clip(Backend backend, Gradients gradients, Collection<Parameter> parameters, double norm) {
        double together = maxNorm > 0 ? factor(norm, maxNorm) : 1;
        if (scope == Scope.TOGETHER) {
            return new Clipped(gradients, together);
        }
        // No gradient is longer than all together.
        return new Clipped(together == 1 ? gradients : perParameter(backend, gradients, parameters, maxNorm), 1);
    }

    /** Returns the Euclidean norm of the gradients of all parameters together. */
    public static double globalNorm(Backend backend, Gradients gradients, Collection<Parameter> parameters) {
        List<Buffer> buffers = new ArrayList<>();
        for (Parameter parameter : parameters) {
            gradients.of(parameter.tensor()).ifPresent(gradient -> buffers.add(gradient.buffer()));
        }
        return Math.sqrt(backend.kernels().sumOfSquares(buffers));
    }

    /** Returns the factor, at most 1, that brings a gradient of this norm to at most {@code maxNorm}, which is above 0. */
    public static double factor(double norm, double maxNorm) {
        return Math.min(1, maxNorm / (norm + EPS));
    }

    /**
     * Clips every gradient by its own norm.
     *
     * @param parameters whose gradients are meant; those of others are left out
     * @param maxNorm above 0
     * @return gradients; new ones are owned by the innermost scope
     */
    public static Gradients perParameter(
            Backend backend, Gradients gradients, Collection<Parameter> parameters, double maxNorm) {
        Map<Tensor, Tensor> clipped = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            gradients.of(parameter.tensor()).ifPresent(gradient -> {
                double norm = Math.sqrt(backend.kernels().sumOfSquares(List.of(gradient.buffer())));
                double factor = factor(norm, maxNorm);
                clipped.put(parameter.tensor(), factor < 1 ? gradient.multiply((float) factor) : gradient);
            });
        }
        return Gradients.of(clipped);
    }
}
