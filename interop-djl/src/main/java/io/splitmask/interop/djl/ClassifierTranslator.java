package io.splitmask.interop.djl;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.splitmask.data.View;
import java.util.List;
import java.util.function.Function;

/** Turns images into the input of a classifier and its logits into probabilities; for exported TorchScript files too. */
public final class ClassifierTranslator implements Translator<Image, Classifications> {
    private final ImageInput input;
    private final List<String> classes;

    /**
     * Makes a translator.
     *
     * @param preprocessing makes normalised pixels of the model's size
     * @param classes names of the classes by number
     */
    public ClassifierTranslator(Function<io.splitmask.data.Image, View> preprocessing, List<String> classes) {
        this.input = new ImageInput(preprocessing);
        this.classes = List.copyOf(classes);
    }

    @Override
    public NDList processInput(TranslatorContext context, Image image) {
        return input.of(image, context.getNDManager());
    }

    @Override
    public Classifications processOutput(TranslatorContext context, NDList outputs) {
        return new Classifications(classes, outputs.singletonOrThrow().softmax(0));
    }
}
