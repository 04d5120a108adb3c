/**
 * DINO (Caron et al. 2021): networks, loss and settings. Start at {@link io.splitmask.method.dino.Dino}.
 */
@NullMarked
package io.splitmask.method.dino;

import org.jspecify.annotations.NullMarked;
