/**
 * How good a network is: accuracy with all predictions, by class and as a confusion matrix. Probes of features stand in
 * {@code probe}, the features in {@code feature}. Start with {@link io.splitmask.eval.Evaluator}.
 */
@NullMarked
package io.splitmask.eval;

import org.jspecify.annotations.NullMarked;
