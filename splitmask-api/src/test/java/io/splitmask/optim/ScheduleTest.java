package io.splitmask.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ScheduleTest {
    @Test
    void warmupReachesTheBaseAndTheCosineStartsThere() {
        CosineSchedule schedule = new CosineSchedule(2, 1, 10, 4, 0.5);
        assertThat(schedule.at(0)).isEqualTo(0.5);
        assertThat(schedule.at(3)).isEqualTo(2);
        assertThat(schedule.at(4)).isEqualTo(2);
        assertThat(schedule.at(7)).isCloseTo(1.5, within(1e-15));
        assertThat(schedule.at(9)).isGreaterThan(1);
    }

    @Test
    void continuousScheduleReachesThePeakInTheStepAfterTheWarmup() {
        ContinuousCosineSchedule schedule = new ContinuousCosineSchedule(2, 1, 10, 4);
        assertThat(schedule.at(0)).isZero();
        assertThat(schedule.at(3)).isEqualTo(1.5);
        assertThat(schedule.at(4)).isEqualTo(2);
        assertThat(schedule.at(7)).isCloseTo(1.5, within(1e-15));
        assertThat(new ContinuousCosineSchedule(2, 1, 10, 0).at(0)).isEqualTo(2);
    }

    @Test
    void valueStaysAtTheEndAfterTheLastStep() {
        assertThat(CosineSchedule.withoutWarmup(2, 1, 10).at(10)).isEqualTo(1);
        assertThat(CosineSchedule.withoutWarmup(2, 1, 10).at(Long.MAX_VALUE)).isEqualTo(1);
        assertThat(new ContinuousCosineSchedule(1, 0, 6, 3).at(6)).isZero();
        assertThat(new LinearThenConstantSchedule(1, 2, 3).at(1000)).isEqualTo(2);
    }

    @Test
    void perEpochHoldsTheValueForAllStepsOfAnEpoch() {
        Schedule schedule = new LinearThenConstantSchedule(1, 3, 3).perEpoch(2);
        assertThat(new double[] {
                    schedule.at(0), schedule.at(1), schedule.at(2), schedule.at(3), schedule.at(4), schedule.at(7)
                })
                .containsExactly(1, 1, 2, 2, 3, 3);
        assertThatThrownBy(() -> Schedule.constant(1).perEpoch(0)).hasMessageContaining("got 0");
    }

    @Test
    void aConstantIsConstant() {
        assertThat(Schedule.constant(0.05).at(12345)).isEqualTo(0.05);
    }

    @Test
    void rejectsWhatCannotBe() {
        assertThatThrownBy(() -> new CosineSchedule(Double.NaN, 1, 0, 3, 0))
                .hasMessage("CosineSchedule: expected a finite base, got NaN; expected totalSteps >= 1, got 0;"
                        + " expected warmupSteps from 0 to totalSteps = 0, got 3");
        assertThatThrownBy(() -> new ContinuousCosineSchedule(1, 0, 6, 7))
                .hasMessageContaining("warmupSteps from 0 to totalSteps = 6");
        assertThatThrownBy(() -> new LinearThenConstantSchedule(1, 2, -1)).hasMessageContaining("got -1");
    }
}
