/**
 * Pre-training and fine-tuning: loops, checkpoints, metrics and the files of a run. No losses and no data: methods and
 * batch sources bring them. Start with {@link io.splitmask.train.Pretrainer}.
 */
@NullMarked
package io.splitmask.train;

import org.jspecify.annotations.NullMarked;
