/**
 * Trained networks for other libraries, the way back of {@code io.splitmask.weights}: for timm and for Hugging Face's ViT
 * and BEiT, as folders that these load as they are, and as TorchScript. Nothing here computes. Start with
 * {@link io.splitmask.export.TrainedNetwork}, {@link io.splitmask.export.TimmExport},
 * {@link io.splitmask.export.HuggingFaceExport} and {@link io.splitmask.export.TorchScriptExport}.
 */
@NullMarked
package io.splitmask.export;

import org.jspecify.annotations.NullMarked;
