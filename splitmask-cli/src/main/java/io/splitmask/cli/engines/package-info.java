/** The {@code engines} command: what can compute on this machine, and why the rest cannot. */
@NullMarked
package io.splitmask.cli.engines;

import org.jspecify.annotations.NullMarked;
