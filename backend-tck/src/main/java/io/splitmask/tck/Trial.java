package io.splitmask.tck;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import java.util.List;

/**
 * One case of a rule: what to compute from which inputs.
 *
 * @param kernel name of the kernel under test
 * @param label what is special about the case
 * @param inputs the arguments; every run uploads them anew
 * @param computation makes new buffers from the uploaded inputs, without closing or changing them
 */
record Trial(String kernel, String label, List<Sample> inputs, Computation computation) {
    /** Several results. */
    @FunctionalInterface
    interface Computation {
        List<Buffer> run(Kernels k, List<Buffer> in);
    }

    /** One result. */
    @FunctionalInterface
    interface Single {
        Buffer run(Kernels k, List<Buffer> in);
    }

    /** A change of the first buffer. */
    @FunctionalInterface
    interface Change {
        void run(Kernels k, List<Buffer> in);
    }

    /** A computation with one result. */
    static Trial of(String kernel, String label, List<Sample> inputs, Single computation) {
        return new Trial(kernel, label, inputs, (k, in) -> List.of(computation.run(k, in)));
    }

    /** A kernel that works in place: it runs on copies of all inputs, and all of them are results. */
    static Trial inPlace(String kernel, String label, List<Sample> inputs, Change change) {
        return new Trial(kernel, label, inputs, (k, in) -> {
            List<Buffer> copies = in.stream().map(x -> k.cast(x, x.dtype())).toList();
            change.run(k, copies);
            return copies;
        });
    }

    /** Closes the state of a fused forward kernel, whose content is the backend's own affair. */
    static Buffer output(FusedResult result) {
        close(result.state());
        return result.output();
    }

    static void close(List<Buffer> buffers) {
        buffers.forEach(Buffer::close);
    }

    @Override
    public String toString() {
        return "kernel " + kernel + ", case '" + label + "', inputs " + inputs;
    }
}
