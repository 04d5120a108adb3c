package io.splitmask.optim;

import io.splitmask.autograd.Gradients;
import io.splitmask.nn.Parameter;
import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Limits on the length of gradients (golden case {@code grad_clip}). */
public final class GradientClipping {
    private GradientClipping() {}

    /** Returns the Euclidean norm of the gradients of all parameters together. */
    public static double globalNorm(Backend backend, Gradients gradients, Collection<Parameter> parameters) {
        List<Buffer> buffers = new ArrayList<>();
        for (Parameter parameter : parameters) {
            gradients.of(parameter.tensor()).ifPresent(gradient -> buffers.add(gradient.buffer()));
        }
        return Math.sqrt(backend.kernels().sumOfSquares(buffers));
    }

    /** Returns the factor that brings a gradient of this norm to at most {@code maxNorm}. */
    public static double factor(double norm, double maxNorm) {
        return Math.min(1, maxNorm / (norm + 1e-6));
    }

    /** Clips every gradient by its own norm. @return new gradients, owned by the innermost scope */
    public static Gradients perParameter(
            Backend backend, Gradients gradients, Collection<Parameter> parameters, double maxNorm) {
        Map<Tensor, Tensor> clipped = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            gradients.of(parameter.tensor()).ifPresent(gradient -> {
                double norm = Math.sqrt(backend.kernels().sumOfSquares(List.of(gradient.buffer())));
                clipped.put(parameter.tensor(), gradient.multiply((float) factor(norm, maxNorm)));
            });
        }
        return Gradients.of(clipped);
    }
}
