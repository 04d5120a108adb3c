package io.splitmask.export;

import io.splitmask.io.HostTensor;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.RelativePositionBias;
import io.splitmask.nn.RelativePositions;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.VitVariant;
import io.splitmask.tensor.Shape;
import io.splitmask.weights.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Networks for Hugging Face's transformers: {@code ViTModel} and {@code ViTForImageClassification}, or
 * {@code BeitModel} and {@code BeitForImageClassification} where ViT's classes do not have what the network has: a head on
 * the mean of the patches, layer scales, relative positions, or no absolute ones. {@code from_pretrained(FOLDER)} loads
 * them. The pooler that {@code ViTModel} adds to backbones was not trained; {@code add_pooling_layer=False} leaves it out.
 *
 * @see "huggingface/transformers, models/vit and models/beit; golden cases, section 15"
 */
public final class HuggingFaceExport {
    private static final int BICUBIC = 3;

    private final TrainedNetwork network;
    private final VitConfig config;
    private final boolean classifies;
    private final boolean poolsPatches;
    private final boolean beit;

    private HuggingFaceExport(TrainedNetwork network) {
        this.network = network;
        this.config = network.config();
        this.classifies = network.pooling().isPresent();
        this.poolsPatches = network.pooling().filter(Pooling.PATCH_MEAN::equals).isPresent();
        VitVariant variant = config.variant();
        this.beit = poolsPatches
                || config.hasLayerScale()
                || variant.hasRelativePositions()
                || !variant.absolutePositions();
        // Its code takes the root of the number of positions, or swaps the axes of the table.
        if (beit && config.imageHeight() != config.imageWidth()) {
            throw new IllegalArgumentException(
                    "Hugging Face: expected square images for a network of its BEiT classes, " + "got "
                            + config.imageHeight() + " x " + config.imageWidth() + "; timm's take them");
        }
    }

    /**
     * Writes a folder with {@code model.safetensors}, {@code config.json} and {@code preprocessor_config.json}.
     *
     * @param folder made if needed
     * @throws IllegalArgumentException if no class takes the network; nothing is written then
     */
    public static void write(TrainedNetwork network, Path folder) throws IOException {
        HuggingFaceExport export = new HuggingFaceExport(network);
        ExportFolder files = ExportFolder.create(folder);
        export.writeTensors(files.weights());
        files.writePreprocessing(export.preprocessing());
        files.writeConfig(export.description());
    }

    private void writeTensors(Path file) throws IOException {
        OutgoingTensors tensors = new OutgoingTensors(network);
        if (beit) {
            tensors.dropBiasOfKeys();
        } else {
            tensors.joinBiases();
        }
        tensors.separateQueries();
        String prefix = classifies ? modelType() + "." : "";
        UnaryOperator<String> theirs = name -> Layout.HUGGING_FACE.theirs(name, prefix);
        addPositionIndex(tensors, theirs);
        tensors.write(file, theirs);
    }

    /** Older versions of the library store the index beside each table and want it back. */
    private void addPositionIndex(OutgoingTensors tensors, UnaryOperator<String> theirs) {
        for (String name : tensors.names()) {
            if (name.endsWith(RelativePositionBias.TABLE)) {
                int tokens = 1 + config.numPatches();
                long[] index = Arrays.stream(RelativePositionBias.index(config.grid()))
                        .asLongStream()
                        .toArray();
                tensors.addConstant(
                        theirs.apply(name).replace(RelativePositionBias.TABLE, Layout.POSITION_INDEX),
                        new HostTensor.Longs(Shape.of(tokens, tokens), index));
            }
        }
    }

    private String modelType() {
        return beit ? "beit" : "vit";
    }

    private Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        String family = beit ? "Beit" : "ViT";
        description.put("architectures", List.of(family + (classifies ? "ForImageClassification" : "Model")));
        description.put("model_type", modelType());
        boolean square = config.imageHeight() == config.imageWidth();
        description.put(
                "image_size", square ? config.imageHeight() : List.of(config.imageHeight(), config.imageWidth()));
        description.put("patch_size", config.patchSize());
        description.put("num_channels", VisionTransformer.CHANNELS);
        description.put("hidden_size", config.width());
        description.put("num_hidden_layers", config.depth());
        description.put("num_attention_heads", config.heads());
        description.put("intermediate_size", config.mlpWidth());
        description.put("hidden_act", "gelu");
        description.put("layer_norm_eps", config.variant().layerNormEps());
        description.put("hidden_dropout_prob", 0.0);
        description.put("attention_probs_dropout_prob", 0.0);
        description.put("torch_dtype", "float32");
        if (beit) {
            describeBeit(description);
        } else {
            description.put("qkv_bias", true);
        }
        if (classifies) {
            describeClasses(description);
        }
        return description;
    }

    private void describeBeit(Map<String, Object> description) {
        RelativePositions relative = config.variant().relativePositions();
        description.put("use_absolute_position_embeddings", config.variant().absolutePositions());
        description.put("use_relative_position_bias", relative == RelativePositions.PER_BLOCK);
        description.put("use_shared_relative_position_bias", relative == RelativePositions.SHARED);
        description.put("use_mean_pooling", poolsPatches);
        description.put("use_mask_token", false);
        description.put("layer_scale_init_value", config.layerScale());
        description.put("drop_path_rate", 0.0);
    }

    private void describeClasses(Map<String, Object> description) {
        Map<String, Object> names = new LinkedHashMap<>();
        Map<String, Object> numbers = new LinkedHashMap<>();
        for (int number = 0; number < network.classes().size(); number++) {
            String name = network.classes().get(number);
            names.put(Integer.toString(number), name);
            numbers.put(name, number);
        }
        description.put("id2label", names);
        description.put("label2id", numbers);
    }

    /** CLIP's class, the one that keeps the proportions of an image and cuts out its middle. */
    private Map<String, Object> preprocessing() {
        Preprocessing images = network.preprocessing();
        Map<String, Object> steps = new LinkedHashMap<>();
        steps.put("image_processor_type", "CLIPImageProcessor");
        steps.put("do_convert_rgb", true);
        steps.put("do_resize", true);
        steps.put(
                "size", Map.of("shortest_edge", images.shortSide(Math.max(config.imageHeight(), config.imageWidth()))));
        steps.put("resample", BICUBIC);
        steps.put("do_center_crop", true);
        Map<String, Object> crop = new LinkedHashMap<>();
        crop.put("height", config.imageHeight());
        crop.put("width", config.imageWidth());
        steps.put("crop_size", crop);
        steps.put("do_rescale", true);
        steps.put("rescale_factor", 1.0 / 255);
        steps.put("do_normalize", true);
        steps.put("image_mean", images.mean());
        steps.put("image_std", images.std());
        return steps;
    }
}
