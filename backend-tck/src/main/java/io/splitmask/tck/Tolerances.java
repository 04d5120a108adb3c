package io.splitmask.tck;

/**
 * How exact a backend must be with FLOAT32; INT32 is always exact. The only table of such numbers, for values of
 * about size 1. Reductions multiply by the square root of the number of summands, {@link Tolerance#overSumOf}.
 */
public final class Tolerances {
    /** One rounding: sums, products and quotients of two elements. Results may lose denormals. */
    public static final Tolerance ARITHMETIC = Tolerance.elementwise(2.4e-7, 1.2e-38);

    /** Functions of one element. */
    public static final Tolerance FUNCTION = Tolerance.elementwise(2e-6, 2e-7);

    /** The error function, which the SPI allows 2e-6 of its range, and what is made of it. */
    public static final Tolerance ERF = Tolerance.elementwise(2e-6, 2e-6);

    /** Sums of products, per square root of their number. */
    public static final Tolerance REDUCTION = Tolerance.elementwise(2e-6, 2e-6);

    /** Chains of reductions and functions: a norm, a softmax, a step of an optimizer. */
    public static final Tolerance FUSED = Tolerance.elementwise(1e-5, 5e-6);

    /** A sum over hundreds of thousands of equal values, where a running FLOAT32 sum drifts away. */
    public static final Tolerance LONG_SUM = Tolerance.elementwise(5e-5, 0);

    /** A product of bfloat16 numbers, summed in FLOAT32 and rounded to bfloat16 once: half a unit of 8 bits. */
    public static final Tolerance BFLOAT16_PRODUCT = Tolerance.elementwise(0x1.02p-8, 2e-5);

    /** The same where more is added to it, which may cancel. */
    public static final Tolerance BFLOAT16_SUM = Tolerance.wholeTensor(0x1p-7, 0);

    /** Two or three products behind each other with a softmax in between, which takes its rounded arguments. */
    public static final Tolerance BFLOAT16_CHAIN = Tolerance.wholeTensor(0x1p-6, 0);

    private Tolerances() {}
}
