/**
 * Layers as modules with named parameters, up to the Vision Transformer; names follow timm. No losses, no optimizers
 * and no random numbers of their own. Start with {@link io.splitmask.nn.VisionTransformer}.
 */
@NullMarked
@CheckReturnValue
package io.splitmask.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
