/**
 * Batches prepared ahead on other threads, the same whatever the number of threads. No transforms and no readers of its
 * own. Start at {@link io.splitmask.datasets.loader.BatchLoader}.
 */
@NullMarked
package io.splitmask.datasets.loader;

import org.jspecify.annotations.NullMarked;
