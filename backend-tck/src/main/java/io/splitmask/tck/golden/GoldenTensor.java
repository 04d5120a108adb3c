package io.splitmask.tck.golden;

import io.splitmask.tensor.Shape;

/** One stored tensor: float values or whole numbers. The arrays belong to the caller. */
public final class GoldenTensor {
    private final String name;
    private final Shape shape;
    private final Object values;

    GoldenTensor(String name, Shape shape, Object values) {
        this.name = name;
        this.shape = shape;
        this.values = values;
    }

    /** Returns the full name, such as {@code out/logits}. */
    public String name() {
        return name;
    }

    /** Returns the shape. */
    public Shape shape() {
        return shape;
    }

    /** Returns whether the elements are whole numbers. */
    public boolean isInteger() {
        return values instanceof long[];
    }

    /**
     * Returns the row-major values.
     *
     * @throws IllegalStateException if they are whole numbers
     */
    public float[] floats() {
        if (values instanceof float[] floats) {
            return floats.clone();
        }
        throw new IllegalStateException("golden tensor " + name + ": expected F32, got I64");
    }

    /**
     * Returns the row-major whole numbers.
     *
     * @throws IllegalStateException if they are floats
     */
    public long[] longs() {
        if (values instanceof long[] longs) {
            return longs.clone();
        }
        throw new IllegalStateException("golden tensor " + name + ": expected I64, got F32");
    }

    /** Returns the row-major whole numbers as {@code int}, for upload. */
    public int[] ints() {
        long[] longs = longs();
        int[] ints = new int[longs.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = Math.toIntExact(longs[i]);
        }
        return ints;
    }
}
