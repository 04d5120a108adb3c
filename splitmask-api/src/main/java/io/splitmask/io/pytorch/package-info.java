/**
 * PyTorch checkpoints ({@code .pth}, {@code .pt}) as {@code torch.save} writes them: a zip archive with a pickle and one
 * record per storage. Only data is built; classes and functions of the file stay names and nothing is ever called. Start
 * with {@link io.splitmask.io.pytorch.PytorchCheckpoint}.
 */
@NullMarked
package io.splitmask.io.pytorch;

import org.jspecify.annotations.NullMarked;
