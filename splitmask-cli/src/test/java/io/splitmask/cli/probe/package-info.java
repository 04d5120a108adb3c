@NullMarked
package io.splitmask.cli.probe;

import org.jspecify.annotations.NullMarked;
