package io.splitmask.cli.bench.kernels;

import io.splitmask.profile.KernelCall;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What calls of a kernel have in common that take the same time: sizes, axes and switches, but no values.
 *
 * @param kernel its name
 * @param operands what it works on, in the order of its arguments: {@link Operand}, lists of those, shapes and axes as
 *     lists of numbers, counts, switches, and names of types
 */
record CallSignature(String kernel, List<Object> operands) {
    private static final int MAX_LISTED = 3;

    /**
     * A buffer.
     *
     * @param dtype of its elements
     * @param shape its sizes
     */
    record Operand(DType dtype, List<Integer> shape) {
        private Operand(Buffer buffer) {
            this(buffer.dtype(), sizes(buffer.shape()));
        }

        private long size() {
            return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        }

        @Override
        public String toString() {
            return dtype == DType.FLOAT32 ? shape.toString() : dtype + " " + shape;
        }
    }

    static CallSignature of(KernelCall call) {
        Stream<Object> arguments = call.arguments().stream();
        return new CallSignature(
                call.kernel(),
                (call.kernel().equals("upload") ? arguments.skip(1) : arguments) // the values
                        .flatMap(CallSignature::operand)
                        .toList());
    }

    private static Stream<Object> operand(Object argument) {
        if (argument instanceof Buffer buffer) {
            return Stream.of(new Operand(buffer));
        }
        if (argument instanceof Shape shape) {
            return Stream.of(sizes(shape));
        }
        if (argument instanceof int[] axes) {
            return Stream.of(Arrays.stream(axes).boxed().toList());
        }
        if (argument instanceof MatmulSpec spec) {
            return Stream.of((spec.transposeA() ? "T" : "N") + (spec.transposeB() ? "T" : "N"));
        }
        if (argument instanceof DType dtype) {
            return Stream.of(dtype.name());
        }
        if (argument instanceof Integer || argument instanceof Boolean) {
            return Stream.of(argument);
        }
        List<Operand> buffers = KernelCall.buffers(argument).map(Operand::new).toList();
        return buffers.isEmpty() ? Stream.empty() : Stream.of(buffers);
    }

    private static List<Integer> sizes(Shape shape) {
        return Arrays.stream(shape.toArray()).boxed().toList();
    }

    /** Returns the operands in one line. */
    String text() {
        return operands.stream()
                .map(operand -> operand instanceof List<?> list ? listed(list) : operand.toString())
                .collect(Collectors.joining(" "));
    }

    private static String listed(List<?> list) {
        List<Operand> buffers = list.stream()
                .filter(Operand.class::isInstance)
                .map(Operand.class::cast)
                .toList();
        if (buffers.isEmpty()) {
            return list.toString();
        }
        return buffers.size() <= MAX_LISTED
                ? buffers.stream().map(Operand::toString).collect(Collectors.joining(" ", "(", ")"))
                : String.format(
                        "(%d buffers, %.1fM elements)",
                        buffers.size(),
                        buffers.stream().mapToLong(Operand::size).sum() / 1e6);
    }
}
