/**
 * The {@code tokenizer} command: makes visual words, shows them, and counts them over a data set. Start at {@link
 * io.splitmask.cli.tokenizer.TokenizerCommand}.
 */
@NullMarked
package io.splitmask.cli.tokenizer;

import org.jspecify.annotations.NullMarked;
