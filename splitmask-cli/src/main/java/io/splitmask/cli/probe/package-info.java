/**
 * The commands {@code probe} and {@code knn}: what simple classifiers make of the features of a network. Features and
 * classifiers are the library's ({@code io.splitmask.eval}). Start at {@link io.splitmask.cli.probe.ProbeCommand}.
 */
@NullMarked
package io.splitmask.cli.probe;

import org.jspecify.annotations.NullMarked;
