/**
 * The backend on Deeplearning4j's array library ND4J: ND4J holds the memory, its BLAS multiplies matrices, and loops in
 * plain Java that the just-in-time compiler vectorises do everything element by element or row by row. It holds no
 * autograd and no layers, and it computes on the processor only. Start with {@link
 * io.splitmask.dl4j.Dl4jBackendProvider}, then {@code Dl4jKernels}.
 */
@NullMarked
package io.splitmask.dl4j;

import org.jspecify.annotations.NullMarked;
