package io.splitmask.method;

import io.splitmask.masking.PatchMask;

/**
 * What a method predicts for hidden patches.
 *
 * @param hidden which patches of each image it does not see
 * @param words the likeliest word of each, image by image
 */
@SuppressWarnings("ArrayRecordComponent") // a result to read once, never compared
public record WordPredictions(PatchMask hidden, int[] words) {}
