/**
 * The figures of a run as TensorBoard reads them, beside {@code metrics.csv}. Start with
 * {@link io.splitmask.train.tensorboard.TensorBoardListener}.
 */
@NullMarked
package io.splitmask.train.tensorboard;

import org.jspecify.annotations.NullMarked;
