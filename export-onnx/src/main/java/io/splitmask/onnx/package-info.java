/**
 * Trained networks as ONNX files: the graph from normalised images to features or logits, with the weights in it.
 * Nothing is trained or computed here. Start with {@link io.splitmask.onnx.OnnxExport}.
 */
@NullMarked
package io.splitmask.onnx;

import org.jspecify.annotations.NullMarked;
