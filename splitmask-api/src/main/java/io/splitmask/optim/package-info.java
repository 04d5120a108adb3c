/**
 * Optimizers and what steers them: schedules, layer-wise learning rates, weight decay rules. No gradients and no
 * training loop: those are in {@code autograd} and in the core module. Start with {@link io.splitmask.optim.Schedule}.
 */
@NullMarked
package io.splitmask.optim;

import org.jspecify.annotations.NullMarked;
