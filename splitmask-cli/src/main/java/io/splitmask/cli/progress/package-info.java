/**
 * Tells how a run gets on: one live line on a terminal, now and then a plain line elsewhere. It measures nothing but
 * time; callers report counts and losses, and progress-bar libraries are not used because they show one number, on
 * threads and clocks of their own. Start at {@link Progress}.
 */
@NullMarked
package io.splitmask.cli.progress;

import org.jspecify.annotations.NullMarked;
