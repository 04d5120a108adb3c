/**
 * Losses as functions of tensors; each returns a single number that gradients flow from. The cross entropy over a large
 * vocabulary is {@link io.splitmask.autograd.TokenCrossEntropy}. Start with {@link io.splitmask.loss.CrossEntropy}.
 */
@NullMarked
@CheckReturnValue
package io.splitmask.loss;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
