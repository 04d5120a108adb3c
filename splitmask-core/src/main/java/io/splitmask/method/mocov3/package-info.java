/**
 * MoCo v3 (Chen, Xie and He 2021): networks, loss and settings. Start at {@link io.splitmask.method.mocov3.MocoV3}.
 */
@NullMarked
package io.splitmask.method.mocov3;

import org.jspecify.annotations.NullMarked;
