package io.splitmask.interop.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Translator;
import io.splitmask.data.View;
import io.splitmask.export.Preprocessing;
import io.splitmask.export.TorchScriptExport;
import io.splitmask.export.TrainedNetwork;
import io.splitmask.inference.Embedding;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.ModelWeights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Opens weights as models of DJL, which give what {@link io.splitmask.inference.Classifier} and
 * {@link io.splitmask.inference.Embedder} give.
 *
 * <pre>{@code
 * DjlModels models = new DjlModels(Device.cpu(), new EvalTransform(224)::view);
 * try (ZooModel<Image, Classifications> model = models.classifier(run.weights(), names);
 *         Predictor<Image, Classifications> predictor = model.newPredictor()) {
 *     String best = predictor.predict(image).best().getClassName();
 * }
 * }</pre>
 *
 * <p>Models are DJL's: close them, and give each thread a predictor of its own.
 */
public final class DjlModels {
    private static final String ENGINE = "PyTorch";
    private static final String NAME = "splitmask";

    private final Device device;
    private final Function<io.splitmask.data.Image, View> preprocessing;

    /**
     * Chooses where models run.
     *
     * @param device of DJL
     * @param preprocessing makes normalised pixels of the model's size, such as {@code new EvalTransform(224)::view}
     */
    public DjlModels(Device device, Function<io.splitmask.data.Image, View> preprocessing) {
        this.device = device;
        this.preprocessing = preprocessing;
    }

    /**
     * Opens a classifier.
     *
     * @param weights of a fine-tuning run, or public ones with a head
     * @param classes names of the classes by number; if empty, {@code LABEL_0} and so on
     * @throws IOException if the file does not hold a whole classifier; the message names it
     */
    public ZooModel<Image, Classifications> classifier(Path weights, List<String> classes) throws IOException {
        return read(weights, (backend, file) -> {
            int expected = file.classes();
            if (!classes.isEmpty() && classes.size() != expected) {
                throw new IllegalArgumentException("classes: expected the names of the " + expected + " classes of "
                        + weights + ", got " + classes.size());
            }
            TrainedNetwork network = TrainedNetwork.load(backend, file, Preprocessing.NONE, classes);
            return model(network, new ClassifierTranslator(preprocessing, network.classes()));
        });
    }

    /**
     * Opens a backbone at the image size that it was trained with.
     *
     * @param weights of a run, or public ones
     * @return gives the features of an image, row-major: [D], or [N, D] for {@link Embedding#PATCHES}
     * @throws IllegalArgumentException if the backbone has no norm after its last block, as those of classifiers on the
     *     mean of the patches
     * @throws IOException if the file does not hold a whole backbone; the message names it
     */
    public ZooModel<Image, float[]> embedder(Path weights, Embedding embedding) throws IOException {
        return read(weights, (backend, file) -> {
            VisionTransformer backbone = file.hasFinalNorm()
                    ? new VisionTransformer(backend, file.config())
                    : VisionTransformer.withoutFinalNorm(backend, file.config());
            file.loadBackbone(backbone);
            return model(
                    TrainedNetwork.of(backbone, Preprocessing.NONE), new EmbeddingTranslator(preprocessing, embedding));
        });
    }

    private <O> ZooModel<Image, O> model(TrainedNetwork network, Translator<Image, O> translator) throws IOException {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        TorchScriptExport.write(network, script);
        Model model = Model.newInstance(NAME, device, ENGINE);
        try {
            model.load(new ByteArrayInputStream(script.toByteArray()));
            return new ZooModel<>(model, translator);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw new IOException("PyTorch does not load the network: " + e.getMessage(), e);
        }
    }

    private interface Reader<M> {
        M read(Backend backend, ModelWeights file) throws IOException;
    }

    private static <M> M read(Path weights, Reader<M> reader) throws IOException {
        try (ModelWeights file = ModelWeights.open(weights);
                Backend backend = Backends.open("djl", BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            return reader.read(backend, file);
        }
    }
}
