/**
 * Short programs, one for each thing a user wants to do. Not a library: copy what you need. Start with
 * {@link io.splitmask.examples.PretrainAndFinetune}.
 */
@NullMarked
package io.splitmask.examples;

import org.jspecify.annotations.NullMarked;
