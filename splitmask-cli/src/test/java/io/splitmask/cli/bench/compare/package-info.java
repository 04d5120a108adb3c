@NullMarked
package io.splitmask.cli.bench.compare;

import org.jspecify.annotations.NullMarked;
