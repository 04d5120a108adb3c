/**
 * The commands {@code pretrain} and {@code finetune}. What they share with the demo is in
 * {@code io.splitmask.cli.run}.
 */
@NullMarked
package io.splitmask.cli.train;

import org.jspecify.annotations.NullMarked;
