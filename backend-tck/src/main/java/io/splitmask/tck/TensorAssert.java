package io.splitmask.tck;

import io.splitmask.tensor.Shape;
import org.assertj.core.api.AbstractAssert;

/** Assertions on the values of a tensor; a failure names the first wrong index and the largest errors. */
public final class TensorAssert extends AbstractAssert<TensorAssert, float[]> {
    private final Shape shape;

    private TensorAssert(float[] actual, Shape shape) {
        super(actual, TensorAssert.class);
        this.shape = shape;
    }

    /** Starts an assertion on values without a shape. */
    public static TensorAssert assertThatValues(float[] actual) {
        return new TensorAssert(actual, Shape.of(actual.length));
    }

    /** Starts an assertion on row-major values of this shape. */
    public static TensorAssert assertThatValues(float[] actual, Shape shape) {
        return new TensorAssert(actual, shape);
    }

    /** Checks the sizes of the axes. */
    public TensorAssert hasShape(int... dims) {
        Shape expected = Shape.of(dims);
        if (!shape.equals(expected)) {
            throw failure("expected shape %s, got %s", expected, shape);
        }
        return this;
    }

    /** Checks every value. */
    public TensorAssert isCloseTo(float[] expected, Tolerance tolerance) {
        Comparison.difference(actual, expected, shape, tolerance).ifPresent(difference -> {
            throw failure("%s", difference);
        });
        return this;
    }

    /** Checks that the values are the same numbers; NaN matches NaN. */
    public TensorAssert isExactly(float... expected) {
        return isCloseTo(expected, Tolerance.EXACT);
    }
}
