package io.splitmask.method;

/**
 * What a method predicts for hidden patches.
 *
 * @param numHidden K, hidden patches of an image
 * @param positions of the hidden patches, [B, K] row-major
 * @param words the most likely word of each, [B, K] row-major
 */
public record WordPredictions(int numHidden, int[] positions, int[] words) {}
