@NullMarked
package io.splitmask.cli.bench.data;

import org.jspecify.annotations.NullMarked;
