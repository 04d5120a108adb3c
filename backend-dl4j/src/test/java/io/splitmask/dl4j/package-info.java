/** Tests of the ND4J backend. */
@NullMarked
package io.splitmask.dl4j;

import org.jspecify.annotations.NullMarked;
