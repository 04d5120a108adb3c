@NullMarked
package io.splitmask.cli.export;

import org.jspecify.annotations.NullMarked;
