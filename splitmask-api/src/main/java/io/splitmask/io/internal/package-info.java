/**
 * Reading stored elements, for the file formats of {@code io}. Public for technical reasons only: not for users, may
 * change. Start with {@link io.splitmask.io.internal.ElementReader}.
 */
@NullMarked
package io.splitmask.io.internal;

import org.jspecify.annotations.NullMarked;
