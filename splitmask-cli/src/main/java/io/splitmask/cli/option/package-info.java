/**
 * Options that several commands share, and how their values are read: engines, models, data, lengths, run folders, output.
 * They hold no training. Start at {@link io.splitmask.cli.option.RunOptions}.
 */
@NullMarked
package io.splitmask.cli.option;

import org.jspecify.annotations.NullMarked;
