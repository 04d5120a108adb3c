package io.splitmask.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.spi.BackendException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {
    @Test
    void everyPartIsDoneOnce() {
        try (Workers workers = new Workers(3, Thread::new)) {
            for (int count : new int[] {1, 7, 8, 1000}) {
                AtomicIntegerArray done = new AtomicIntegerArray(count);
                workers.forEach(count, 7, (from, to) -> {
                    assertThat(from % 7).isZero();
                    for (int i = from; i < to; i++) {
                        done.incrementAndGet(i);
                    }
                });
                for (int i = 0; i < count; i++) {
                    assertThat(done.get(i)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void aFailureOfAnyPartIsThrown() {
        try (Workers workers = new Workers(2, Thread::new)) {
            assertThatThrownBy(() -> workers.forEach(100, 1, (from, to) -> {
                        if (from == 99) {
                            throw new IllegalStateException("part " + from);
                        }
                    }))
                    .hasMessage("part 99");
        }
    }

    @Test
    void threadsThatTheSystemDoesNotGiveAreAnErrorWithTheRemedyAndNoneIsLeft() throws InterruptedException {
        List<Thread> made = new ArrayList<>();
        assertThatThrownBy(() -> new Workers(100, body -> {
                    if (made.size() == 3) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    Thread thread = new Thread(body);
                    made.add(thread);
                    return thread;
                }))
                .isInstanceOf(BackendException.class)
                .hasMessage("backend 'dl4j': expected to start 100 threads, got 4; ask for fewer"
                        + " (unable to create native thread)");
        for (Thread thread : made) {
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
