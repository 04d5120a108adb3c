/**
 * Interfaces between data sets, tokenizers and training. No readers and no transforms: those are in {@code datasets}.
 * Start with {@link io.splitmask.data.ImageDataset}.
 */
@NullMarked
package io.splitmask.data;

import org.jspecify.annotations.NullMarked;
