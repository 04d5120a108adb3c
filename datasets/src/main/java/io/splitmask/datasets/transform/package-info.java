/**
 * From a decoded picture to normalised pixels: crop, flip, resize. No reading and no threads; all randomness comes from
 * the caller. Start at {@link io.splitmask.datasets.transform.Transform}.
 */
@NullMarked
package io.splitmask.datasets.transform;

import org.jspecify.annotations.NullMarked;
