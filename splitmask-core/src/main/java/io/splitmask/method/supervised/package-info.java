/**
 * Training on labels: supervised pre-training, and what it shares with fine-tuning, which is mixing of images, smoothed
 * targets and the loss. Start at {@link io.splitmask.method.supervised.Supervised} and
 * {@link io.splitmask.method.supervised.Classification}.
 */
@NullMarked
package io.splitmask.method.supervised;

import org.jspecify.annotations.NullMarked;
