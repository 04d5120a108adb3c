@NullMarked
package io.splitmask.cli.engines;

import org.jspecify.annotations.NullMarked;
