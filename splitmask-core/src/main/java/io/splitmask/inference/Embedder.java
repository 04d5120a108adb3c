package io.splitmask.inference;

import io.splitmask.data.Image;
import io.splitmask.data.View;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Describes images by the features of a pre-trained backbone. Any thread may ask; a backend answers one at a time.
 *
 * <pre>{@code
 * try (Embedder embedder = Embedder.open(backend, run.weights(), Embedding.CLS, new EvalTransform(224)::view)) {
 *     float[] features = embedder.embed(image);
 * }
 * }</pre>
 */
public final class Embedder implements AutoCloseable {
    private final SharedModel<VisionTransformer> model;
    private final Embedding embedding;

    private Embedder(SharedModel<VisionTransformer> model, Embedding embedding) {
        this.model = model;
        this.embedding = embedding;
    }

    /**
     * Loads a backbone at the image size that it was trained with.
     *
     * @param weights of a run, or public ones, as {@link ModelWeights#open(Path)} reads them
     * @param preprocessing makes normalised pixels of the model's size
     * @throws IOException if the file does not hold a whole backbone; the message names it
     */
    public static Embedder open(Backend backend, Path weights, Embedding embedding, Function<Image, View> preprocessing)
            throws IOException {
        try (ModelWeights file = ModelWeights.open(weights)) {
            return open(backend, file, file.config(), embedding, preprocessing);
        }
    }

    /**
     * Loads a backbone of any image size; positions are interpolated where it differs from the file's.
     *
     * @param weights not closed
     * @param config of the backbone, usually {@link ModelWeights#config} with another image size
     */
    public static Embedder open(
            Backend backend,
            ModelWeights weights,
            VitConfig config,
            Embedding embedding,
            Function<Image, View> preprocessing)
            throws IOException {
        return new Embedder(
                SharedModel.load(backend, config, preprocessing, () -> {
                    VisionTransformer backbone = weights.hasFinalNorm()
                            ? new VisionTransformer(backend, config)
                            : VisionTransformer.withoutFinalNorm(backend, config);
                    weights.loadBackbone(backbone);
                    return backbone;
                }),
                embedding);
    }

    /** Returns the shape of one image's features: [D], or [N, D] for {@link Embedding#PATCHES}. */
    public Shape shape() {
        return embedding.shape(model.config());
    }

    /**
     * Describes an image.
     *
     * @return features of {@link #shape}, row-major
     * @throws IllegalStateException if this is closed
     */
    public float[] embed(Image image) {
        return embed(List.of(image)).get(0);
    }

    /**
     * Describes images in one batch.
     *
     * @return one for each, in their order, as {@link #embed(Image)} gives them
     */
    public List<float[]> embed(List<Image> images) {
        if (images.isEmpty()) {
            return List.of();
        }
        float[] all =
                model.compute(images, input -> embedding.of(model.network().forward(input)));
        int values = all.length / images.size();
        List<float[]> features = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            features.add(Arrays.copyOfRange(all, i * values, (i + 1) * values));
        }
        return features;
    }

    /**
     * Describes images that were made ready elsewhere, such as by a loader with threads of its own.
     *
     * @param view [B, 3, Hi, Wi] of the model's size, normalised as the model expects
     * @return [B, ...] with {@link #shape} for each image, row-major
     * @throws IllegalArgumentException if the view has another size
     */
    public float[] embed(View view) {
        return model.compute(view, input -> embedding.of(model.network().forward(input)));
    }

    @Override
    public void close() {
        model.close();
    }
}
