package io.splitmask.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.splitmask.internal.Json;
import io.splitmask.io.SafetensorsFile;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.io.WeightsException;
import io.splitmask.io.WeightsFile;
import io.splitmask.io.WeightsFiles;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.PatchGrid;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.PositionInterpolation;
import io.splitmask.nn.init.RelativePositionInterpolation;
import io.splitmask.tensor.Shape;
import io.splitmask.weights.MappedTensor;
import io.splitmask.weights.PixelStatistics;
import io.splitmask.weights.PublishedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A file of weights: of this library ({@code weights.safetensors} of a run), or of another one whose names are known
 * ({@link PublishedWeights}), as safetensors or as a PyTorch checkpoint.
 */
public final class ModelWeights implements AutoCloseable {
    private static final String CLASSES = "classes";
    private static final String POOLING = "pooling";
    private static final String PIXELS = "pixels";

    private static final String FORMAT = "splitmask-weights";
    private static final int FORMAT_VERSION = 1;
    private static final String CONFIG = "vit_config";
    private static final String HEAD = "head.weight";
    private static final String PROJECTION = "patch_embed.proj.weight";
    private static final String FINAL_NORM = "norm.weight";

    private final Path path;
    private final WeightsFile file;
    private final Map<String, MappedTensor> tensors;
    /** What another library published; null if this one wrote the file. */
    private final @Nullable PublishedWeights published;

    private ModelWeights(Path path, WeightsFile file) throws IOException {
        this.path = path;
        this.file = file;
        if (FileFormat.isOwn(file.metadata())) {
            FileFormat.check(path, file.metadata(), FORMAT, FORMAT_VERSION);
            if (file instanceof SafetensorsFile stored && stored.hasChecksum()) {
                stored.verify();
            }
            published = null;
            Map<String, MappedTensor> own = new LinkedHashMap<>();
            for (String name : file.names()) {
                own.put(name, MappedTensor.same(file, name));
            }
            tensors = own;
        } else {
            published = PublishedWeights.of(path, file);
            tensors = published.tensors();
        }
    }

    /**
     * Writes the weights of a network.
     *
     * @param path the file to create or replace
     * @param facts further metadata, such as method and seed
     */
    public static void write(Path path, Module network, VitConfig config, Map<String, String> facts)
            throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>(facts);
        FileFormat.put(metadata, FORMAT, FORMAT_VERSION);
        metadata.put(CONFIG, Json.text(config));
        SafetensorsWriter writer = new SafetensorsWriter().checksum();
        metadata.forEach(writer::metadata);
        network.parameters()
                .forEach((name, parameter) -> writer.addFloats(name, parameter.shape(), parameter::toFloats));
        writer.write(path);
    }

    /**
     * Writes the weights of a pre-trained backbone.
     *
     * @param pooling what a classifier made from it sees by default
     * @param facts further metadata, such as method and seed
     */
    static void writeBackbone(Path path, VisionTransformer backbone, Pooling pooling, Map<String, String> facts)
            throws IOException {
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.put(POOLING, pooling.name());
        write(path, backbone, backbone.config(), all);
    }

    /**
     * Writes the weights of a classifier.
     *
     * @param facts further metadata, such as method and seed
     */
    public static void writeClassifier(Path path, VitClassifier classifier, Map<String, String> facts)
            throws IOException {
        writeClassifier(path, classifier, Optional.empty(), facts);
    }

    /**
     * Writes the weights of a classifier.
     *
     * @param pixels how the images that it has learned from were normalised; empty if only the caller knows
     * @param facts further metadata, such as method and seed
     */
    static void writeClassifier(
            Path path, VitClassifier classifier, Optional<PixelStatistics> pixels, Map<String, String> facts)
            throws IOException {
        Map<String, String> all = new LinkedHashMap<>(facts);
        pixels.ifPresent(statistics -> all.put(PIXELS, Json.text(statistics)));
        all.put(CLASSES, Integer.toString(classifier.classes()));
        all.put(POOLING, classifier.pooling().name());
        write(path, classifier, classifier.backbone().config(), all);
    }

    /**
     * Opens a file; of a PyTorch checkpoint with several dicts, the one that {@link WeightsFiles#open(Path)} chooses.
     *
     * @throws WeightsException if it is not valid, or if the names in it are not known
     */
    public static ModelWeights open(Path path) throws IOException {
        return of(path, WeightsFiles.open(path));
    }

    /**
     * Opens a dict of a PyTorch checkpoint, such as {@code student}.
     *
     * @param key its place, as in {@link WeightsFiles#open(Path, String)}
     * @throws WeightsException if it is not valid, or if there is no such dict, or if the names in it are not known
     */
    public static ModelWeights open(Path path, String key) throws IOException {
        return of(path, WeightsFiles.open(path, key));
    }

    private static ModelWeights of(Path path, WeightsFile file) throws IOException {
        try {
            return new ModelWeights(path, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Returns whose names the file has: {@code this library}, {@code timm} or {@code Hugging Face}. */
    public String library() {
        return published == null ? "this library" : published.library();
    }

    /** Returns the metadata: {@code method}, {@code seed} and so on, if this library wrote the file. */
    public Map<String, String> metadata() {
        return file.metadata();
    }

    /**
     * Returns the sizes of the network: as they were written, or of a file of another library as by
     * {@link PublishedWeights#config}.
     *
     * @throws WeightsException if the file does not tell them
     */
    public VitConfig config() throws IOException {
        if (published != null) {
            return published.config();
        }
        VitConfig config;
        try {
            config = Json.MAPPER.readValue(file.metadata().getOrDefault(CONFIG, ""), VitConfig.class);
        } catch (JsonProcessingException e) {
            throw new WeightsException(path, "metadata '" + CONFIG + "': " + Json.firstLine(e));
        }
        if (config == null) {
            throw new WeightsException(
                    path, "expected the sizes of the network as '" + CONFIG + "' in the metadata, got null");
        }
        checkSizes(config);
        return config;
    }

    /** Networks are made by these sizes before their tensors are compared, so they must not exceed the file's. */
    private void checkSizes(VitConfig config) throws WeightsException {
        Shape projection = file.shape(PROJECTION);
        int patch = config.patchSize();
        long values = 0;
        for (MappedTensor tensor : tensors.values()) {
            values += tensor.shape().size();
        }
        if (!projection.equals(Shape.of(config.width(), VisionTransformer.CHANNELS, patch, patch))
                || config.depth() > tensors.size()
                || config.numParameters() > values) {
            throw new WeightsException(
                    path,
                    "expected the sizes of the network in the file as '" + CONFIG + "' in the metadata, got " + config
                            + " for " + tensors.size() + " tensors of " + values + " values in all, of which '"
                            + PROJECTION + "' has " + projection);
        }
    }

    /**
     * Returns how the network's images are normalised: as a file beside the weights of another library says, or as
     * {@link FineTuner#normalised} was told. Empty if neither: whoever made the weights knows.
     *
     * @throws WeightsException if the metadata are not valid
     */
    public Optional<PixelStatistics> pixelStatistics() throws IOException {
        if (published != null) {
            return published.pixelStatistics();
        }
        String pixels = file.metadata().get(PIXELS);
        if (pixels == null) {
            return Optional.empty();
        }
        PixelStatistics statistics;
        try {
            statistics = Json.MAPPER.readValue(pixels, PixelStatistics.class);
        } catch (JsonProcessingException e) {
            throw new WeightsException(path, "metadata '" + PIXELS + "': " + Json.firstLine(e));
        }
        if (statistics == null) {
            throw new WeightsException(path, "metadata '" + PIXELS + "': expected mean and std, got null");
        }
        return Optional.of(statistics);
    }

    /** Returns whether there is a norm after the last block; classifiers that pool the patches have none. */
    public boolean hasFinalNorm() {
        return tensors.containsKey(FINAL_NORM);
    }

    /** Returns whether these are the weights of a classifier: a backbone with a head for classes. */
    public boolean isClassifier() {
        return tensors.containsKey(HEAD);
    }

    /**
     * Returns the number of classes, by the head's own size: a classifier is made for as many before its tensors are
     * compared.
     *
     * @throws WeightsException if these are not the weights of a classifier, or if the metadata say another number
     */
    public int classes() throws IOException {
        MappedTensor head = tensors.get(HEAD);
        if (head == null || head.shape().rank() != 2) {
            throw new WeightsException(
                    path,
                    published == null ? HEAD : published.nameInFile(HEAD),
                    "expected the head of a classifier [classes, D], got " + (head == null ? "nothing" : head.shape()));
        }
        String classes = Integer.toString(head.shape().dim(0));
        String stated = published == null ? file.metadata().getOrDefault(CLASSES, "nothing") : classes;
        if (!stated.equals(classes)) {
            throw new WeightsException(
                    path,
                    "expected the " + classes + " classes of '" + HEAD + "' as '" + CLASSES + "' in the metadata, got "
                            + stated);
        }
        return head.shape().dim(0);
    }

    /**
     * Returns what the head of a classifier sees.
     *
     * @throws WeightsException if it is a pooling that this library does not know
     */
    public Pooling pooling() throws IOException {
        if (published != null) {
            return published.pooling();
        }
        String pooling = file.metadata().getOrDefault(POOLING, Pooling.PATCH_MEAN.name());
        try {
            return Pooling.valueOf(pooling);
        } catch (IllegalArgumentException e) {
            throw new WeightsException(
                    path,
                    "expected one of " + Arrays.toString(Pooling.values()) + " as '" + POOLING
                            + "' in the metadata, got " + pooling);
        }
    }

    /**
     * Returns what a classifier that starts from these weights sees by default: what theirs saw, or what suits how they
     * were pre-trained.
     *
     * @throws WeightsException if it is a pooling that this library does not know
     */
    public Pooling finetunePooling() throws IOException {
        return published == null ? pooling() : published.finetunePooling();
    }

    /**
     * Overwrites all parameters of a network that was made with these sizes, its head included.
     *
     * @throws WeightsException if names or shapes differ; nothing is changed then
     */
    public void loadAll(Module network) throws IOException {
        Map<String, Parameter> parameters = network.parameters();
        TensorMismatch mismatch = mismatch(shapes(parameters), tensors);
        List<String> unexpected = new ArrayList<>(
                mismatch.unexpected().stream().map(mismatch::label).toList());
        unexpected.addAll(published == null ? List.of() : published.leftOut());
        mismatch.requireNone(path, unexpected);
        assign(parameters, tensors);
    }

    /**
     * Overwrites the parameters of a backbone, by name. Tables of positions for another grid are interpolated, absolute
     * ones as by {@link PositionInterpolation}, relative ones as by {@link RelativePositionInterpolation}; a table that
     * all blocks share is given to each block where the backbone has one per block; key biases, which change nothing, are
     * dropped or 0 where only one side has them. What the backbone does not have (the final norm of pre-training, heads)
     * is left out and reported.
     *
     * @throws WeightsException if a parameter is missing or has another shape, if the file has parts of a backbone that
     *     this one does not have, or if it was made with another number of heads; nothing is changed then
     */
    public LoadReport loadBackbone(VisionTransformer backbone) throws IOException {
        checkHeads(backbone.config());
        Map<String, Parameter> parameters = backbone.parameters();
        Map<String, Shape> wanted = shapes(parameters);
        BackboneFit fit = new BackboneFit(wanted, tensors);
        fit.fit(grid(backbone.config()), backbone.config());
        TensorMismatch mismatch = mismatch(wanted, fit.tensors());
        mismatch.requireNone(
                path,
                mismatch.unexpected().stream()
                        .filter(PublishedWeights::isBackbone)
                        .map(mismatch::label)
                        .toList());
        assign(parameters, fit.tensors());
        return new LoadReport(List.copyOf(parameters.keySet()), fit.interpolated(), unused(wanted, fit.tensors()));
    }

    private void checkHeads(VitConfig config) throws IOException {
        OptionalInt stated = published == null ? OptionalInt.of(config().heads()) : published.statedHeads();
        if (stated.isPresent() && stated.getAsInt() != config.heads()) {
            throw new WeightsException(
                    path,
                    "expected the weights of a network with " + config.heads() + " heads, got those of one with "
                            + stated.getAsInt());
        }
    }

    private PatchGrid grid(VitConfig config) throws IOException {
        return published == null ? config().grid() : published.grid(config.grid());
    }

    private TensorMismatch mismatch(Map<String, Shape> wanted, Map<String, MappedTensor> found) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        found.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return new TensorMismatch(wanted, shapes, name -> published == null ? name : published.nameInFile(name));
    }

    private void assign(Map<String, Parameter> parameters, Map<String, MappedTensor> from) throws IOException {
        for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
            entry.getValue()
                    .assign(Objects.requireNonNull(from.get(entry.getKey())).floats(file));
        }
    }

    /** Returns the names in the file of the tensors that are not wanted. */
    private List<String> unused(Map<String, Shape> wanted, Map<String, MappedTensor> from) {
        List<String> names = new ArrayList<>();
        from.forEach((name, tensor) -> {
            if (!wanted.containsKey(name)) {
                names.addAll(tensor.sources());
            }
        });
        names.addAll(published == null ? List.of() : published.leftOut());
        return names;
    }

    private static Map<String, Shape> shapes(Map<String, Parameter> parameters) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> shapes.put(name, parameter.shape()));
        return shapes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
