/**
 * Trained networks under the names of other libraries, the way back of {@code io.splitmask.weights}: for timm and for
 * Hugging Face's ViT and BEiT, as folders that these load as they are. Nothing here computes. Start with
 * {@link io.splitmask.export.TrainedNetwork}, {@link io.splitmask.export.TimmExport} and
 * {@link io.splitmask.export.HuggingFaceExport}.
 */
@NullMarked
package io.splitmask.export;

import org.jspecify.annotations.NullMarked;
