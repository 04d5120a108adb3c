/**
 * The {@code splitmask} command: options, commands, exit codes, run folders. It trains nothing itself and holds no
 * mathematics; that is in {@code splitmask-core} and below. Start at {@link Main} and {@link SplitmaskCommand}.
 */
@NullMarked
package io.splitmask.cli;

import org.jspecify.annotations.NullMarked;
