package io.splitmask.examples;

import io.splitmask.data.Image;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.transform.EvalTransform;
import io.splitmask.inference.Embedder;
import io.splitmask.inference.Embedding;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Describes a picture by weights that others published: timm's, DINO's, MAE's, BEiT's or Hugging Face's, as safetensors or
 * as a PyTorch checkpoint. Whose names the file has and the sizes of the network are read off the file.
 */
public final class PublicWeights {
    private PublicWeights() {}

    /** Runs the program. @param args weights, picture */
    public static void main(String[] args) throws IOException {
        Image picture = new ImageDecoder().decode(Path.of(args[1]));
        System.out.println(describe(Path.of(args[0])));
        System.out.println(features(Path.of(args[0]), picture).length + " features");
    }

    static String describe(Path weights) throws IOException {
        try (ModelWeights file = ModelWeights.open(weights)) {
            VitConfig model = file.config();
            return file.library() + ": " + model.depth() + " layers of width " + model.width() + ", images of "
                    + model.imageHeight() + " pixels" + (file.isClassifier() ? ", " + file.classes() + " classes" : "");
        }
    }

    /** Returns the features of the class token [D]. */
    static float[] features(Path weights, Image picture) throws IOException {
        try (ModelWeights file = ModelWeights.open(weights);
                Backend backend = Backends.openBest(BackendConfig.cpu())) {
            VitConfig model = file.config();
            var preprocessing = new EvalTransform(model.imageHeight());
            try (Embedder embedder = Embedder.open(backend, file, model, Embedding.CLS, preprocessing::view)) {
                return embedder.embed(picture);
            }
        }
    }
}
