/**
 * Tests of the DJL backend. The rules that hold for every backend are tested by the conformance kit; here are the
 * ones of this engine. Start with {@link io.splitmask.djl.FusedKernelsTest}.
 */
@NullMarked
package io.splitmask.djl;

import org.jspecify.annotations.NullMarked;
