/**
 * Stored reference cases, their comparison rules, and suites that run them on a backend. Methods and training are tested
 * where they live, by subclasses of {@link io.splitmask.tck.golden.GoldenTests}. Authors of backends start with
 * {@link io.splitmask.tck.golden.GoldenSuite}.
 */
@NullMarked
package io.splitmask.tck.golden;

import org.jspecify.annotations.NullMarked;
