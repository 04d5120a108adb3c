/**
 * What simple classifiers make of features: linear probes, logistic regression and nearest neighbours. Features come from
 * {@code eval.feature}. Start with {@link io.splitmask.eval.probe.LinearProbe},
 * {@link io.splitmask.eval.probe.LogisticProbe} and {@link io.splitmask.eval.probe.Knn}.
 */
@NullMarked
package io.splitmask.eval.probe;

import org.jspecify.annotations.NullMarked;
