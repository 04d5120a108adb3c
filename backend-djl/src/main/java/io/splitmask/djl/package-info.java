/**
 * The backend on DJL / PyTorch: the kernels of the SPI as one-line methods of a TorchScript module that runs on
 * PyTorch's own tensors. No autograd, no layers and no random numbers: PyTorch's are not used. Start with
 * {@link io.splitmask.djl.DjlBackendProvider}, then {@code kernels.torchscript} beside it.
 */
@NullMarked
package io.splitmask.djl;

import org.jspecify.annotations.NullMarked;
