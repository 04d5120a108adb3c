/**
 * What applications ask of a trained model: features of an image, or its class. Models are loaded once, may be asked by
 * several threads, and free their memory when closed. Start with {@link io.splitmask.inference.Embedder} and
 * {@link io.splitmask.inference.Classifier}.
 */
@NullMarked
package io.splitmask.inference;

import org.jspecify.annotations.NullMarked;
