/**
 * Which patches each branch sees: the split of the patches of every image into two disjoint sets. No tensors and no
 * losses: methods upload the indices. Start with {@link io.splitmask.masking.MaskGenerator}.
 */
@NullMarked
package io.splitmask.masking;

import org.jspecify.annotations.NullMarked;
