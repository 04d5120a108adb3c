/**
 * SplitMask (paper section 4): the network, the loss and the settings. Start at
 * {@link io.splitmask.method.splitmask.SplitMask}.
 */
@NullMarked
package io.splitmask.method.splitmask;

import org.jspecify.annotations.NullMarked;
