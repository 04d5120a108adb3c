@NullMarked
package io.splitmask.cli.run;

import org.jspecify.annotations.NullMarked;
