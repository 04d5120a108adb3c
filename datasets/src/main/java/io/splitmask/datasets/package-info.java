/**
 * Data sets: folders of images and the embedded set. Decoding, transforms and batches are in the packages below. Start
 * at {@link io.splitmask.datasets.ImageFolder} or {@link io.splitmask.datasets.EmbeddedSet}.
 */
@NullMarked
package io.splitmask.datasets;

import org.jspecify.annotations.NullMarked;
