package io.splitmask.cli.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Enlarges the values of an axis by a power of ten before they are drawn, and writes its tick labels in true values.
 *
 * <p>XChart compares neighbouring values with an absolute tolerance of 1e-4 and mistakes a learning rate for evenly
 * spaced values; enlarged, they are told apart.
 */
record AxisScale(int exponent) {
    private static final int DIGITS_OF_SPAN = 6;

    /** Returns the scale for an axis that holds all these values. */
    static AxisScale of(List<Series> curves, Function<Series, double[]> values) {
        double largest = curves.stream()
                .flatMapToDouble(curve -> Arrays.stream(values.apply(curve)))
                .map(Math::abs)
                .max()
                .orElse(0);
        return new AxisScale(largest == 0 ? 0 : Math.max(0, DIGITS_OF_SPAN - (int) Math.floor(Math.log10(largest))));
    }

    double[] enlarged(double[] values) {
        double factor = Math.pow(10, exponent);
        return Arrays.stream(values).map(value -> value * factor).toArray();
    }

    /** Writes a tick of an axis of binary logarithms, as the number itself: a whole one as it is, others with three digits. */
    String labelOfPower(double enlarged) {
        double number = Math.pow(2, enlarged / Math.pow(10, exponent));
        double whole = Math.rint(number);
        boolean isWhole = Math.abs(number - whole) < 1e-6 * number;
        return new AxisScale(0)
                .label(
                        isWhole
                                ? whole
                                : new BigDecimal(number)
                                        .round(new MathContext(3))
                                        .doubleValue());
    }

    /** Writes a tick without rounding noise: 0.0005, 2, 1,500 or 2.5e-7. */
    String label(double enlarged) {
        BigDecimal value = BigDecimal.valueOf(enlarged)
                .round(new MathContext(6))
                .scaleByPowerOfTen(-exponent)
                .stripTrailingZeros();
        boolean tiny = value.signum() != 0 && value.abs().compareTo(new BigDecimal("0.0001")) < 0;
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setExponentSeparator("e");
        return new DecimalFormat(tiny ? "0.#####E0" : "#,##0.#########", symbols).format(value);
    }
}
