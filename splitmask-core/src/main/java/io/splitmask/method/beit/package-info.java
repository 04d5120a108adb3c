/**
 * BEiT: the network, the loss and the settings. Start at {@link io.splitmask.method.beit.Beit}.
 */
@NullMarked
package io.splitmask.method.beit;

import org.jspecify.annotations.NullMarked;
