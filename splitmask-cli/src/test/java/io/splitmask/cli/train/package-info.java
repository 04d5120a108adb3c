@NullMarked
package io.splitmask.cli.train;

import org.jspecify.annotations.NullMarked;
