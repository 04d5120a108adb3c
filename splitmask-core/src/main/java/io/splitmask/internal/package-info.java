/** Shared by the packages of this module. Not for users; it may change at any time. */
@NullMarked
package io.splitmask.internal;

import org.jspecify.annotations.NullMarked;
