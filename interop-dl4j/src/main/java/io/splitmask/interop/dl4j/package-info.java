/**
 * Trained networks as graphs of ND4J's SameDiff, and image loaders as its iterators. Graphs run in ND4J, without the
 * tensors and the trainer of this library. Start with {@link io.splitmask.interop.dl4j.SameDiffModels}.
 */
@NullMarked
package io.splitmask.interop.dl4j;

import org.jspecify.annotations.NullMarked;
