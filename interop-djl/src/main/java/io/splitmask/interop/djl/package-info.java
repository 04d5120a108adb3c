/**
 * Trained networks as models of DJL, and image loaders as its data sets. Networks run in DJL's own PyTorch, without the
 * tensors and the trainer of this library. Start with {@link io.splitmask.interop.djl.DjlModels}.
 */
@NullMarked
package io.splitmask.interop.djl;

import org.jspecify.annotations.NullMarked;
