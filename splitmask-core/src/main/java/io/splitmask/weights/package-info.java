/**
 * Weights of Vision Transformers that other libraries published, under the parameter names of this one. Files are read in
 * {@code io.splitmask.io}, networks are filled in {@code io.splitmask.train}. Start with
 * {@link io.splitmask.weights.PublishedWeights}.
 */
@NullMarked
package io.splitmask.weights;

import org.jspecify.annotations.NullMarked;
