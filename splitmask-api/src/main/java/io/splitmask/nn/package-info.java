/**
 * Layers of Vision Transformers and their named parameters. No losses and no training methods: those are in {@code loss}
 * and in the core module. Start with {@link io.splitmask.nn.VitConfig}.
 */
@NullMarked
@CheckReturnValue
package io.splitmask.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
