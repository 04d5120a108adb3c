package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CheckpointTimerTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

    @Test
    void isDueEverySoManySteps() {
        CheckpointTimer timer = new CheckpointTimer(CheckpointSettings.everySteps(3), nanos::get);
        assertThat(timer.isDue(2)).isFalse();
        assertThat(timer.isDue(3)).isTrue();
        assertThat(timer.isDue(4)).isFalse();
        assertThat(timer.isDue(6)).isTrue();
    }

    @Test
    void isDueWhenTheTimeHasPassedSinceTheLastOne() {
        CheckpointTimer timer = new CheckpointTimer(CheckpointSettings.everySeconds(60), nanos::get);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(timer.isDue(1)).isFalse();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(timer.isDue(2)).isTrue();
        timer.written();
        assertThat(timer.isDue(3)).isFalse();
    }

    @Test
    void isNeverDueWithoutLimits() {
        CheckpointTimer timer = new CheckpointTimer(new CheckpointSettings(0, 0, 1), nanos::get);
        nanos.addAndGet(TimeUnit.DAYS.toNanos(1));
        assertThat(timer.isDue(1_000)).isFalse();
    }
}
