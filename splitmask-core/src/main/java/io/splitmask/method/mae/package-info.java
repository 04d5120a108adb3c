/**
 * MAE (masked autoencoders): most patches are hidden, and a small decoder paints their pixels. Start at
 * {@link io.splitmask.method.mae.Mae}.
 */
@NullMarked
package io.splitmask.method.mae;

import org.jspecify.annotations.NullMarked;
