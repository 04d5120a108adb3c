/**
 * {@code bench compare} and {@code bench scale}: the same step by several engines and PyTorch for Python in turn, each
 * time in a process of its own. Start at {@code Contender}.
 */
@NullMarked
package io.splitmask.cli.bench.compare;

import org.jspecify.annotations.NullMarked;
