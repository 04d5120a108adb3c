@NullMarked
package io.splitmask.cli.option;

import org.jspecify.annotations.NullMarked;
