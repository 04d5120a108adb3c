/**
 * Tensors, their shapes, and the scopes that own their memory. No layers and no gradients: those are in {@code nn}
 * and {@code autograd}. Start with {@link io.splitmask.tensor.Tensor}.
 */
@NullMarked
@CheckReturnValue
package io.splitmask.tensor;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
