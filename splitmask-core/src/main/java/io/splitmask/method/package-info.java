/**
 * The pre-training methods. Each owns its networks and returns its loss; loops, rates and files are in {@code train}.
 * Start with {@link io.splitmask.method.SplitMask}.
 */
@NullMarked
package io.splitmask.method;

import org.jspecify.annotations.NullMarked;
