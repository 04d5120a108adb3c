@NullMarked
package io.splitmask.interop.dl4j;

import org.jspecify.annotations.NullMarked;
