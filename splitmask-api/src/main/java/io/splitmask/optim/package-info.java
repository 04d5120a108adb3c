/**
 * Optimizers over named parameters, gradient clipping, averaged weights and schedules. No training loop: that is in
 * {@code splitmask-core}. Start with {@link io.splitmask.optim.AdamW}.
 */
@NullMarked
@CheckReturnValue
package io.splitmask.optim;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
