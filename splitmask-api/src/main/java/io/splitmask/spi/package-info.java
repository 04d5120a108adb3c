/**
 * What a backend implements: a provider, a backend and its kernels. Users of the library only need
 * {@link io.splitmask.spi.Backends}; authors of backends start with {@link io.splitmask.spi.RequiredKernels}.
 */
@NullMarked
@CheckReturnValue
package io.splitmask.spi;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
