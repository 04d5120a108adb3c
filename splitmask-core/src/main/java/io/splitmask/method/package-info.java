/**
 * The pre-training methods. Each owns its networks and returns its loss, and stands in a package of its own; loops, rates
 * and files are in {@code train}. Start with {@link io.splitmask.method.PretrainMethod} and
 * {@link io.splitmask.method.Methods}.
 */
@NullMarked
package io.splitmask.method;

import org.jspecify.annotations.NullMarked;
