/**
 * The commands {@code embed} and {@code search}: what a trained network makes of images, as a file and as neighbours.
 * Nothing is trained or judged here: that is in {@code probe}. Start at {@link io.splitmask.cli.embed.EmbedderOptions}.
 */
@NullMarked
package io.splitmask.cli.embed;

import org.jspecify.annotations.NullMarked;
