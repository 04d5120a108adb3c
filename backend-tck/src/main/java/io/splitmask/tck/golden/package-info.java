/**
 * Reads the stored reference cases and applies their comparison rules. It does not run anything: that is up to the
 * tests named {@code Golden...}. Start with {@link io.splitmask.tck.golden.GoldenCase}.
 */
@NullMarked
package io.splitmask.tck.golden;

import org.jspecify.annotations.NullMarked;
