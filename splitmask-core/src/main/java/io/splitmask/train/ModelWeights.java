package io.splitmask.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.splitmask.internal.Json;
import io.splitmask.io.SafetensorsException;
import io.splitmask.io.SafetensorsFile;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.PatchGrid;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.PositionInterpolation;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A file of weights by timm's names, of this library ({@code weights.safetensors} of a run) or of others. */
public final class ModelWeights implements AutoCloseable {
    private static final String CLASSES = "classes";
    private static final String POOLING = "pooling";

    private static final String FORMAT = "splitmask-weights";
    private static final int FORMAT_VERSION = 1;
    private static final String CONFIG = "vit_config";
    private static final String POSITIONS = "pos_embed";

    private final Path path;
    private final SafetensorsFile file;

    private ModelWeights(Path path, SafetensorsFile file) {
        this.path = path;
        this.file = file;
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
        SafetensorsWriter writer = new SafetensorsWriter();
        metadata.forEach(writer::metadata);
        network.parameters()
                .forEach((name, parameter) -> writer.addFloats(name, parameter.shape(), parameter::toFloats));
        writer.write(path);
    }

    /** Writes the weights of a classifier. @param facts further metadata, such as method and seed */
    public static void writeClassifier(Path path, VitClassifier classifier, Map<String, String> facts)
            throws IOException {
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.put(CLASSES, Integer.toString(classifier.classes()));
        all.put(POOLING, classifier.pooling().name());
        write(path, classifier, classifier.backbone().config(), all);
    }

    /** Opens a file. @throws SafetensorsException if it is not valid */
    public static ModelWeights open(Path path) throws IOException {
        return new ModelWeights(path, SafetensorsFile.open(path));
    }

    /** Returns the metadata: {@code method}, {@code seed} and so on, if this library wrote the file. */
    public Map<String, String> metadata() {
        return file.metadata();
    }

    /**
     * Returns the sizes of the network.
     *
     * @throws SafetensorsException if the file does not say them, as those of other libraries
     */
    public VitConfig config() throws IOException {
        FileFormat.check(path, file.metadata(), FORMAT, FORMAT_VERSION);
        try {
            return Json.MAPPER.readValue(file.metadata().getOrDefault(CONFIG, ""), VitConfig.class);
        } catch (JsonProcessingException e) {
            throw new SafetensorsException(path, "metadata '" + CONFIG + "': " + Json.firstLine(e));
        }
    }

    /** Returns the number of classes. @throws SafetensorsException if these are not the weights of a classifier */
    public int classes() throws IOException {
        String classes = file.metadata().getOrDefault(CLASSES, "nothing");
        try {
            return Integer.parseInt(classes);
        } catch (NumberFormatException e) {
            throw new SafetensorsException(
                    path, "expected a number of '" + CLASSES + "' in the metadata, got " + classes);
        }
    }

    /**
     * Returns what the head of a classifier sees.
     *
     * @throws SafetensorsException if the file names a pooling that this library does not know
     */
    public Pooling pooling() throws IOException {
        String pooling = file.metadata().getOrDefault(POOLING, Pooling.PATCH_MEAN.name());
        try {
            return Pooling.valueOf(pooling);
        } catch (IllegalArgumentException e) {
            throw new SafetensorsException(
                    path,
                    "expected one of " + Arrays.toString(Pooling.values()) + " as '" + POOLING
                            + "' in the metadata, got " + pooling);
        }
    }

    /** Overwrites all parameters. @throws SafetensorsException if names or shapes differ; nothing is changed then */
    public void loadAll(Module network) throws IOException {
        Map<String, Parameter> parameters = network.parameters();
        new TensorMismatch(shapes(parameters), TensorMismatch.shapes(file)).requireNone(path);
        for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
            entry.getValue().assign(file.floats(entry.getKey()));
        }
    }

    /**
     * Overwrites the parameters of a backbone, by name. Positions of another grid are interpolated. What the backbone
     * does not have (the final norm of pre-training, heads) is left out and reported.
     *
     * @throws SafetensorsException if a parameter is missing or has another shape, or if the file has more blocks or
     *     layer scales than the backbone; nothing is changed then
     */
    public LoadReport loadBackbone(VisionTransformer backbone) throws IOException {
        Map<String, Parameter> parameters = backbone.parameters();
        Map<String, Shape> found = TensorMismatch.shapes(file);
        Shape stored = found.get(POSITIONS);
        Shape wanted = Objects.requireNonNull(parameters.get(POSITIONS)).shape();
        PatchGrid from = stored == null ? backbone.config().grid() : storedGrid(stored);
        boolean interpolates = stored != null
                && !from.equals(backbone.config().grid())
                && stored.equals(wanted.with(1, 1 + from.numPatches()));
        if (interpolates) {
            found.put(POSITIONS, wanted);
        }
        TensorMismatch mismatch = new TensorMismatch(shapes(parameters), found);
        mismatch.requireNone(
                path,
                mismatch.unexpected().stream()
                        .filter(name -> name.startsWith("blocks.") || name.startsWith("patch_embed."))
                        .toList());
        for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
            float[] values = file.floats(entry.getKey());
            boolean resize = interpolates && entry.getKey().equals(POSITIONS);
            entry.getValue().assign(resize ? resized(values, from, backbone.config()) : values);
        }
        return new LoadReport(
                List.copyOf(parameters.keySet()),
                interpolates
                        ? List.of(POSITIONS + " from " + from + " to "
                                + backbone.config().grid())
                        : List.of(),
                mismatch.unexpected());
    }

    private static float[] resized(float[] values, PatchGrid from, VitConfig config) {
        return new PositionInterpolation(from, config.grid()).resize(values, config.width());
    }

    /** Returns the grid of the stored positions; a square one if the file does not say. @param shape [1, 1 + N, D] */
    private PatchGrid storedGrid(Shape shape) throws IOException {
        if (file.metadata().containsKey(CONFIG)) {
            return config().grid();
        }
        int patches = shape.rank() == 3 ? shape.dim(1) - 1 : 0;
        int side = (int) Math.round(Math.sqrt(patches));
        if (patches < 1 || side * side != patches) {
            throw new SafetensorsException(
                    path, POSITIONS, "expected [1, 1 + N, D] with a square number N of patches, got " + shape);
        }
        return new PatchGrid(side, side);
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
