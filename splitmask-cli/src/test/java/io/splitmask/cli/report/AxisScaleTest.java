package io.splitmask.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisScaleTest {
    @ParameterizedTest
    @CsvSource({"0.0005,0.0005", "0,0", "2,2", "-0.25,-0.25", "1500,'1,500'", "2.5e-7,2.5e-7", "0.30000000000000004,0.3"
    })
    void labelsShowTheTrueValue(double value, String label) {
        AxisScale scale = scaleOf(value);
        assertThat(scale.label(scale.enlarged(new double[] {value})[0])).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "0.05,0.05", "251.3,251", "16384,'16,384'"})
    void labelsOfLogarithmsShowTheNumberItself(double number, String label) {
        double power = Math.log(number) / Math.log(2);
        AxisScale scale = scaleOf(power, 5);
        assertThat(scale.labelOfPower(scale.enlarged(new double[] {power})[0])).isEqualTo(label);
    }

    @Test
    void neighboursOfALearningRateDifferByMoreThanTheToleranceOfTheChartLibrary() {
        double[] enlarged = scaleOf(1.5e-3, 1.5e-3 - 1e-8).enlarged(new double[] {1.5e-3, 1.5e-3 - 1e-8});
        assertThat(enlarged[0] - enlarged[1]).isGreaterThan(1e-4);
    }

    private static AxisScale scaleOf(double... values) {
        return AxisScale.of(List.of(new Series("s", values, values)), Series::y);
    }
}
