/** Feeds every parser of files with damaged input. Start at {@link io.splitmask.cli.fuzz.ParsersFuzzTest}. */
@NullMarked
package io.splitmask.cli.fuzz;

import org.jspecify.annotations.NullMarked;
