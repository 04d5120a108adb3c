package io.splitmask.inference;

import io.splitmask.data.Image;
import io.splitmask.data.View;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Tells the class of images by a fine-tuned model. Any thread may ask; a backend answers one at a time.
 *
 * <pre>{@code
 * try (Classifier classifier = Classifier.open(backend, run.weights(), new EvalTransform(64)::view)) {
 *     float[] probabilities = classifier.probabilities(image);
 * }
 * }</pre>
 */
public final class Classifier implements AutoCloseable {
    private final SharedModel<VitClassifier> model;

    private Classifier(SharedModel<VitClassifier> model) {
        this.model = model;
    }

    /**
     * Loads a classifier.
     *
     * @param weights of a fine-tuning run, or public ones with a head
     * @param preprocessing makes normalised pixels of the model's size
     * @throws IOException if the file does not hold a whole classifier; the message names it
     */
    public static Classifier open(Backend backend, Path weights, Function<Image, View> preprocessing)
            throws IOException {
        try (ModelWeights file = ModelWeights.open(weights)) {
            VitConfig config = file.config();
            return new Classifier(SharedModel.load(backend, config, preprocessing, () -> {
                VitClassifier classifier = new VitClassifier(backend, config, file.pooling(), file.classes());
                file.loadAll(classifier);
                return classifier;
            }));
        }
    }

    /** Returns the number of classes. */
    public int classes() {
        return model.network().classes();
    }

    /**
     * Returns the probability of each class, in the order in which the model was trained.
     *
     * @return [classes], adds up to 1
     * @throws IllegalStateException if this is closed
     */
    public float[] probabilities(Image image) {
        return probabilities(List.of(image)).get(0);
    }

    /**
     * Returns the probabilities for images in one batch.
     *
     * @return [classes] for each, in their order
     */
    public List<float[]> probabilities(List<Image> images) {
        if (images.isEmpty()) {
            return List.of();
        }
        float[] all =
                model.compute(images, input -> model.network().forward(input).softmax(-1));
        List<float[]> probabilities = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            probabilities.add(Arrays.copyOfRange(all, i * classes(), (i + 1) * classes()));
        }
        return probabilities;
    }

    @Override
    public void close() {
        model.close();
    }
}
