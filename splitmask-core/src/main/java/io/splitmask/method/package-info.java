/**
 * The pre-training methods. Each owns its networks and returns its loss; loops, rates and files are in {@code train}.
 * Each
 * stands in a package of its own. Start with {@link io.splitmask.method.PretrainMethod} and
 * {@link io.splitmask.method.Methods}.
 */
@NullMarked
package io.splitmask.method;

import org.jspecify.annotations.NullMarked;
