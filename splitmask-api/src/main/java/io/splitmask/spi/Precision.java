package io.splitmask.spi;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How exactly matrix products are computed: those of {@code matmul}, {@code linear}, {@code attention},
 * {@code linearCrossEntropy} and {@code linearSoftCrossEntropy}, forward and backward. Buffers are FLOAT32 in either case, as is everything that is no
 * product: weights and their updates, gradients, sums, norms, losses.
 */
public enum Precision {
    /** Operands, sums and results in single precision. */
    FLOAT32("fp32"),

    /**
     * Operands and results of a product may be rounded to bfloat16, which has the range of FLOAT32 and 8 significant
     * bits; sums inside a product are kept in FLOAT32.
     */
    BFLOAT16("bf16");

    private final String label;

    Precision(String label) {
        this.label = label;
    }

    /**
     * Reads the name that users type.
     *
     * @throws IllegalArgumentException if there is no such precision
     */
    public static Precision parse(String text) {
        for (Precision precision : values()) {
            if (precision.label.equals(text)) {
                return precision;
            }
        }
        throw new IllegalArgumentException("expected "
                + Arrays.stream(values()).map(Precision::toString).collect(Collectors.joining(" or ")) + ", got '"
                + text + "'");
    }

    /** Returns the name that users type: {@code fp32} or {@code bf16}. */
    @Override
    public String toString() {
        return label;
    }
}
