@NullMarked
package io.splitmask.cli.bench.kernels;

import org.jspecify.annotations.NullMarked;
