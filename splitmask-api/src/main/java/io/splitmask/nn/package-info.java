/**
<<<<<<< HEAD
 * Layers as modules with named parameters, up to the Vision Transformer; names follow timm. No losses, no optimizers
 * and no random numbers of their own. Start with {@link io.splitmask.nn.VisionTransformer}.
=======
 * Layers of Vision Transformers and their named parameters. No losses and no training methods: those are in {@code loss}
 * and in the core module. Start with {@link io.splitmask.nn.VitConfig}.
>>>>>>> wip-host
 */
@NullMarked
@CheckReturnValue
package io.splitmask.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
