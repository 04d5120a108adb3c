package io.splitmask.spi;

/**
 * How a matrix product reads its operands.
 *
 * @param transposeA whether the last two axes of the left operand are swapped first
 * @param transposeB whether the last two axes of the right operand are swapped first
 */
public record MatmulSpec(boolean transposeA, boolean transposeB) {
    /** {@code a b}. */
    public static final MatmulSpec NN = new MatmulSpec(false, false);
    /** {@code a b^T}. */
    public static final MatmulSpec NT = new MatmulSpec(false, true);
    /** {@code a^T b}. */
    public static final MatmulSpec TN = new MatmulSpec(true, false);
}
