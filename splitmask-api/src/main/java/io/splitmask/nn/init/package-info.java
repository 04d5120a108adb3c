/**
 * Initial values of parameters, computed on the host so that one seed gives the same network on every engine. No choice
 * of seeds: trainers make it. Start with {@link io.splitmask.nn.init.WeightInitialisation}.
 */
@NullMarked
@CheckReturnValue
package io.splitmask.nn.init;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
