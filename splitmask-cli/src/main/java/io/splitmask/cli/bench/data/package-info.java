/** {@code bench data}: how fast images are read, decoded, cropped and turned into numbers. Start at {@code DataViews}. */
@NullMarked
package io.splitmask.cli.bench.data;

import org.jspecify.annotations.NullMarked;
