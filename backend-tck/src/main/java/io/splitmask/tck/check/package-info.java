/**
 * Wrappers around a backend that check or restrict it: {@link io.splitmask.tck.check.CheckedBackend} watches its
 * caller. They compute nothing themselves and need neither JUnit nor AssertJ. Start with CheckedBackend.
 */
@NullMarked
package io.splitmask.tck.check;

import org.jspecify.annotations.NullMarked;
