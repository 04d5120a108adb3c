/**
 * Random numbers that are the same on every JVM and every engine: seeds that split by name and counter, and the streams
 * drawn from them. No distributions over tensors: initial values are in {@code nn.init}, masks in the core module.
 * Start with {@link io.splitmask.random.SplittableSeed}.
 */
@NullMarked
package io.splitmask.random;

import org.jspecify.annotations.NullMarked;
