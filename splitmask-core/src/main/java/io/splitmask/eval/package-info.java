/**
 * How good a network is: classification accuracy with all predictions. No training. Start with
 * {@link io.splitmask.eval.Evaluator}.
 */
@NullMarked
package io.splitmask.eval;

import org.jspecify.annotations.NullMarked;
