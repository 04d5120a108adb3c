package io.splitmask.method.splitmask;

import io.splitmask.tensor.Tensor;

/**
 * What the two branches of SplitMask made of a batch.
 *
 * @param missing [B * (Ma + Mb), D], decoder outputs of the patches that a branch does not see: those of branch a, image
 *     by image, then those of branch b
 * @param descriptorA [B, D], rows of length 1
 * @param descriptorB [B, D], rows of length 1
 */
record SplitViews(Tensor missing, Tensor descriptorA, Tensor descriptorB) {}
