package io.splitmask.io.pytorch;

import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** Makes tensors of what a pickle says about them, and checks that they lie in their storage. */
final class TensorViews {
    /** Networks have 5 at most. */
    private static final int MOST_AXES = 16;

    private final PickleBytes in;

    TensorViews(PickleBytes in) {
        this.in = in;
    }

    /**
     * Makes a tensor.
     *
     * @param arguments storage, offset, sizes, strides in elements, and more that does not matter
     * @return the tensor, or the placeholder of the storage's class if the type of elements cannot be read
     */
    Object rebuild(List<Object> arguments) throws PytorchException {
        if (arguments.size() < 4) {
            throw in.failure(
                    "expected a tensor as (storage, offset, sizes, strides, ...), got " + arguments.size() + " values");
        }
        Object storage = arguments.get(0);
        if (storage instanceof Placeholder) {
            return storage;
        }
        if (!(storage instanceof Storage known)) {
            throw in.failure("expected a tensor's storage, got " + Shown.kind(storage));
        }
        long offset = number("offset", arguments.get(1));
        long[] sizes = numbers("sizes", arguments.get(2));
        long[] strides = numbers("strides", arguments.get(3));
        if (sizes.length != strides.length) {
            throw in.failure(
                    "expected as many strides as sizes of a tensor, got " + strides.length + " and " + sizes.length);
        }
        Shape shape = shape(sizes);
        if (shape.size() > 0) {
            checkInside(known, offset, shape, strides);
        }
        return new TensorView(known, offset, shape, strides);
    }

    private Shape shape(long[] sizes) throws PytorchException {
        int[] dims = new int[sizes.length];
        try {
            for (int axis = 0; axis < sizes.length; axis++) {
                dims[axis] = Math.toIntExact(sizes[axis]);
            }
            return Shape.of(dims);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw in.failure("a tensor of sizes " + Arrays.toString(sizes) + " is too large");
        }
    }

    /** Sets strides that are never followed to 0, so that they cannot overflow. */
    private void checkInside(Storage storage, long offset, Shape shape, long[] strides) throws PytorchException {
        try {
            long last = offset;
            for (int axis = 0; axis < strides.length; axis++) {
                if (shape.dim(axis) == 1) {
                    strides[axis] = 0;
                }
                last = Math.addExact(last, Math.multiplyExact(shape.dim(axis) - 1L, strides[axis]));
            }
            if (last < storage.size()) {
                return;
            }
        } catch (ArithmeticException e) {
            // Beyond every storage: reported below.
        }
        throw in.failure("tensor " + storage.type() + " " + shape + " from element " + offset
                + " on reaches beyond its storage of " + storage.size() + " elements");
    }

    private long[] numbers(String what, Object value) throws PytorchException {
        if (!(value instanceof Sequence sequence && sequence.items().size() <= MOST_AXES)) {
            throw in.failure("expected the " + what + " of a tensor as a tuple of at most " + MOST_AXES + " ints, got "
                    + Shown.kind(value));
        }
        long[] numbers = new long[sequence.items().size()];
        for (int axis = 0; axis < numbers.length; axis++) {
            numbers[axis] = number(what, sequence.items().get(axis));
        }
        return numbers;
    }

    private long number(String what, Object value) throws PytorchException {
        if (value instanceof Long number && number >= 0) {
            return number;
        }
        throw in.failure("expected the " + what + " of a tensor as whole numbers from 0, got " + Shown.kind(value));
    }
}
