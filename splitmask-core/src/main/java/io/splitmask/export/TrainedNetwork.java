package io.splitmask.export;

import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.RelativePositionBias;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A Vision Transformer on its way out: a backbone, or a classifier with the names of its classes. The parameters belong to
 * the network, which must be open while it is exported.
 */
public final class TrainedNetwork {
    private static final String FINAL_NORM = "norm.weight";

    private final Module network;
    private final VitConfig config;
    private final Preprocessing preprocessing;
    private final List<String> classes;
    private final Optional<Pooling> pooling;

    private TrainedNetwork(
            Module network,
            VitConfig config,
            Preprocessing preprocessing,
            List<String> classes,
            Optional<Pooling> pooling) {
        this.network = network;
        this.config = config;
        this.preprocessing = preprocessing;
        this.classes = List.copyOf(classes);
        this.pooling = pooling;
    }

    /**
     * Describes a backbone.
     *
     * @param backbone with a norm after the last block
     * @throws IllegalArgumentException if there is no such norm: other libraries have it in every backbone
     */
    public static TrainedNetwork of(VisionTransformer backbone, Preprocessing preprocessing) {
        if (!backbone.parameters().containsKey(FINAL_NORM)) {
            throw new IllegalArgumentException("export: expected a backbone with its final norm ('" + FINAL_NORM
                    + "'), got one without; a classifier that pools the patches is exported as a whole");
        }
        return new TrainedNetwork(backbone, backbone.config(), preprocessing, List.of(), Optional.empty());
    }

    /**
     * Describes a classifier.
     *
     * @param classes names of the classes by number; if empty, {@code LABEL_0} and so on
     * @throws IllegalArgumentException if there are more or fewer names than classes
     */
    public static TrainedNetwork of(VitClassifier classifier, Preprocessing preprocessing, List<String> classes) {
        List<String> names = classes.isEmpty()
                ? IntStream.range(0, classifier.classes())
                        .mapToObj(number -> "LABEL_" + number)
                        .toList()
                : classes;
        if (names.size() != classifier.classes()) {
            throw new IllegalArgumentException("export: expected names of the classifier's " + classifier.classes()
                    + " classes, got " + names.size());
        }
        return new TrainedNetwork(
                classifier, classifier.backbone().config(), preprocessing, names, Optional.of(classifier.pooling()));
    }

    /**
     * Loads what a file holds: a classifier if it has a head, else a backbone.
     *
     * @param backend that holds the parameters, in the open scope
     * @param classes as for {@link #of(VitClassifier, Preprocessing, List)}; not used for a backbone
     * @throws IOException if the file does not hold a whole network; the message names it
     */
    public static TrainedNetwork load(
            Backend backend, ModelWeights weights, Preprocessing preprocessing, List<String> classes)
            throws IOException {
        if (!weights.isClassifier()) {
            VisionTransformer backbone = new VisionTransformer(backend, weights.config());
            weights.loadBackbone(backbone);
            return of(backbone, preprocessing);
        }
        VitClassifier classifier = new VitClassifier(backend, weights.config(), weights.pooling(), weights.classes());
        weights.loadAll(classifier);
        return of(classifier, preprocessing, classes);
    }

    /** Returns the sizes of the backbone. */
    public VitConfig config() {
        return config;
    }

    /** Returns all parameters by their names in this library, the head of a classifier included. */
    public Map<String, Parameter> parameters() {
        return network.parameters();
    }

    /**
     * Returns the bias of queries, keys and values; that of keys is 0 where the network has none.
     *
     * @param attention name of the module, such as {@code blocks.0.attn}
     * @return [3 * D]
     */
    public float[] projectionBias(String attention) {
        if (config.variant().keyBias()) {
            return values(attention + ".qkv.bias");
        }
        float[] bias = new float[3 * config.width()];
        System.arraycopy(values(attention + ".q_bias"), 0, bias, 0, config.width());
        System.arraycopy(values(attention + ".v_bias"), 0, bias, 2 * config.width(), config.width());
        return bias;
    }

    /**
     * Returns the bias on the scores that a table of relative positions makes.
     *
     * @param owner name of the module that has the table, such as {@code blocks.0.attn} or {@code rel_pos_bias}
     * @return [H, T, T], row-major
     */
    public float[] scoreBias(String owner) {
        float[] table = values(owner + "." + RelativePositionBias.TABLE); // [rows, H]
        int[] rows = RelativePositionBias.index(config.grid()); // [T, T]
        float[] bias = new float[config.heads() * rows.length];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = table[rows[i % rows.length] * config.heads() + i / rows.length];
        }
        return bias;
    }

    private float[] values(String name) {
        return Objects.requireNonNull(network.parameters().get(name), name).toFloats();
    }

    /** Returns what the head of a classifier sees; empty for a backbone. */
    public Optional<Pooling> pooling() {
        return pooling;
    }

    /** Returns the names of the classes by number; none for a backbone. */
    public List<String> classes() {
        return classes;
    }

    /** Returns how images are prepared for the network. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }
}
