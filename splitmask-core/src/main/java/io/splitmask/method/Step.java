package io.splitmask.method;

import io.splitmask.random.SplittableSeed;

/**
 * Which step of a run it is.
 *
 * @param number from 0
 * @param seed of this step alone, from which masks and other random choices are drawn
 */
public record Step(long number, SplittableSeed seed) {}
