/**
 * k-means over image patches: the words are the centroids. Euclidean and spherical, all points an iteration (Lloyd) or a
 * random part of them (mini-batch), from a k-means++ start, in blocks that fit any memory, and resumable. Start with
 * {@link io.splitmask.tokenizers.kmeans.KMeans}.
 */
@NullMarked
package io.splitmask.tokenizers.kmeans;

import org.jspecify.annotations.NullMarked;
