/** The arrows between the modules, held by tests. Not about what the modules do. */
@NullMarked
package io.splitmask.architecture;

import org.jspecify.annotations.NullMarked;
