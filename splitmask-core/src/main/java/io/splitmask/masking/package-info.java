/**
 * Which patches a network sees: masks, and splits of the patches of every image into two disjoint sets. No tensors and
 * no losses: methods upload the indices. Start with {@link io.splitmask.masking.MaskGenerator} and
 * {@link io.splitmask.masking.PatchMask}.
 */
@NullMarked
package io.splitmask.masking;

import org.jspecify.annotations.NullMarked;
