package io.splitmask.random;

/** The standard normal distribution, in strict mathematics: the same results on every JVM. */
public final class NormalDistribution {
    // Coefficients of Wichura's algorithm AS 241 (PPND16), highest power first, to the digits of a double.
    private static final double[] CENTRAL_NUMERATOR = {
        2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987,
        13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665
    };
    private static final double[] CENTRAL_DENOMINATOR = {
        5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597,
        5394.196021424751, 687.1870074920579, 42.31333070160091, 1.0
    };
    private static final double[] TAIL_NUMERATOR = {
        0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
        3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835
    };
    private static final double[] TAIL_DENOMINATOR = {
        1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008,
        0.6897673349851, 1.6763848301838038, 2.053191626637759, 1.0
    };
    private static final double[] FAR_NUMERATOR = {
        2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
        0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103
    };
    private static final double[] FAR_DENOMINATOR = {
        2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133,
        0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1.0
    };

    private NormalDistribution() {}

    /**
     * Returns the value below which a share p of the distribution lies: {@code sqrt(2) erfinv(2p - 1)}.
     *
     * @param p 0 to 1; 0 gives negative and 1 positive infinity
     * @return the quantile, exact to about 1e-16 of its size
     * @see "Wichura 1988, Algorithm AS 241, Applied Statistics 37 (3)"
     */
    public static double quantile(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("expected a probability from 0 to 1, got " + p);
        }
        double fromCentre = p - 0.5;
        if (Math.abs(fromCentre) <= 0.425) {
            double r = 0.180625 - fromCentre * fromCentre;
            return fromCentre * polynomial(CENTRAL_NUMERATOR, r) / polynomial(CENTRAL_DENOMINATOR, r);
        }
        double tail = fromCentre < 0 ? p : 1 - p;
        if (tail == 0) {
            return Math.copySign(Double.POSITIVE_INFINITY, fromCentre);
        }
        double r = StrictMath.sqrt(-StrictMath.log(tail));
        double size = r <= 5
                ? polynomial(TAIL_NUMERATOR, r - 1.6) / polynomial(TAIL_DENOMINATOR, r - 1.6)
                : polynomial(FAR_NUMERATOR, r - 5) / polynomial(FAR_DENOMINATOR, r - 5);
        return Math.copySign(size, fromCentre);
    }

    /**
     * Returns the share of the distribution below x: {@code (1 + erf(x / sqrt(2))) / 2}.
     *
     * @param x any value but NaN
     * @return the share, with an absolute error of about 1e-16
     */
    public static double cumulative(double x) {
        if (Double.isNaN(x)) {
            throw new IllegalArgumentException("expected a number, got NaN");
        }
        if (Math.abs(x) > 8.5) {
            return x < 0 ? 0 : 1;
        }
        // x + x^3/3 + x^5/15 + ...: all terms have one sign, so nothing cancels.
        double term = x;
        double sum = 0;
        for (int n = 1; sum + term != sum; n += 2) {
            sum += term;
            term *= x * x / (n + 2);
        }
        return Math.min(1, Math.max(0, 0.5 + sum * StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * Math.PI)));
    }

    private static double polynomial(double[] coefficients, double x) {
        double value = 0;
        for (double coefficient : coefficients) {
            value = value * x + coefficient;
        }
        return value;
    }
}
