/** Interfaces between data sets, tokenizers and training. No readers and no transforms: those are in {@code datasets}. */
@NullMarked
package io.splitmask.data;

import org.jspecify.annotations.NullMarked;
