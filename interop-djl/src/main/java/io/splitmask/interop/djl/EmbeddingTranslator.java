package io.splitmask.interop.djl;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.splitmask.data.View;
import io.splitmask.inference.Embedding;
import java.util.function.Function;

/** Turns images into the input of a backbone and its tokens into features; for exported TorchScript files too. */
public final class EmbeddingTranslator implements Translator<Image, float[]> {
    private static final int[] OVER_PATCHES = {0};

    private final ImageInput input;
    private final Embedding embedding;

    /**
     * Makes a translator.
     *
     * @param preprocessing makes normalised pixels of the model's size
     * @param embedding which outputs describe an image
     */
    public EmbeddingTranslator(Function<io.splitmask.data.Image, View> preprocessing, Embedding embedding) {
        this.input = new ImageInput(preprocessing);
        this.embedding = embedding;
    }

    @Override
    public NDList processInput(TranslatorContext context, Image image) {
        return input.of(image, context.getNDManager());
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList outputs) {
        NDArray patches = outputs.get(1); // [N, D]
        return switch (embedding) {
            case CLS -> outputs.get(0).toFloatArray();
            case MEAN -> patches.mean(OVER_PATCHES).toFloatArray();
            case PATCHES -> patches.toFloatArray();
        };
    }
}
