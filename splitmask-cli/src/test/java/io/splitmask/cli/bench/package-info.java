@NullMarked
package io.splitmask.cli.bench;

import org.jspecify.annotations.NullMarked;
