/**
 * Checking of settings when they are made: all problems in one message. No settings themselves: those are records beside
 * what they configure. Start with {@link io.splitmask.config.Problems}.
 */
@NullMarked
package io.splitmask.config;

import org.jspecify.annotations.NullMarked;
