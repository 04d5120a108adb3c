package io.splitmask.cli.report;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * Where and when a run took place: what a reader needs to repeat it.
 *
 * @param engine engine and version, such as {@code djl: PyTorch 2.7.1}
 * @param device the device, such as {@code cpu, 2 threads}
 * @param seed the seed of everything random
 * @param started when it started
 * @param took how long it took
 * @param versions library, Java and operating system versions
 */
public record RunEnvironment(
        String engine, String device, long seed, ZonedDateTime started, Duration took, List<Setting> versions) {
    /** Copies the list. */
    public RunEnvironment {
        versions = List.copyOf(versions);
    }
}
