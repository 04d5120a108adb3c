/**
 * Initial values of parameters, computed on the host so that one seed gives the same network on every engine. No tensors
 * and no uploads: layers do that. Start with {@link io.splitmask.nn.init.Initializer}.
 */
@NullMarked
@CheckReturnValue
package io.splitmask.nn.init;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
