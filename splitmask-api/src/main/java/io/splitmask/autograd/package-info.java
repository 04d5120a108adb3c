/**
 * Reverse-mode automatic differentiation: the tape, and every operation with its vector-Jacobian product. No backend
 * differentiates anything. Start with {@link io.splitmask.autograd.Tape}.
 */
@NullMarked
@CheckReturnValue
package io.splitmask.autograd;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
