/**
 * What simple classifiers make of features: linear probes and nearest neighbours. Features come from
 * {@code eval.feature}. Start with {@link io.splitmask.eval.probe.LinearProbe} and
 * {@link io.splitmask.eval.probe.Knn}.
 */
@NullMarked
package io.splitmask.eval.probe;

import org.jspecify.annotations.NullMarked;
