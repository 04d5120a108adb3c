package io.splitmask.export;

import io.splitmask.nn.Pooling;
import io.splitmask.nn.RelativePositions;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.VitVariant;
import io.splitmask.weights.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Networks for timm: its {@code VisionTransformer}, or its {@code Beit} where there are relative positions or no absolute
 * ones. Whole folders are loaded by {@code timm.create_model("local-dir:FOLDER", pretrained=True)}.
 *
 * @see "huggingface/pytorch-image-models 1.0, models/vision_transformer.py, beit.py and _hub.py"
 */
public final class TimmExport {
    private final TrainedNetwork network;
    private final VitConfig config;
    private final boolean beit;

    private TimmExport(TrainedNetwork network) {
        this.network = network;
        this.config = network.config();
        VitVariant variant = config.variant();
        if (variant.layerNormEps() != VitConfig.LAYER_NORM_EPS) {
            throw new IllegalArgumentException("timm: expected layer norms with an epsilon of "
                    + VitConfig.LAYER_NORM_EPS + " as timm's networks have, got " + variant.layerNormEps()
                    + "; those of Hugging Face can have another");
        }
        this.beit = variant.hasRelativePositions() || !variant.absolutePositions();
    }

    /**
     * Writes a folder with {@code model.safetensors} and {@code config.json}.
     *
     * @param folder made if needed
     * @throws IllegalArgumentException if timm has no class for the network; nothing is written then
     */
    public static void write(TrainedNetwork network, Path folder) throws IOException {
        TimmExport export = new TimmExport(network);
        ExportFolder files = ExportFolder.create(folder);
        export.writeTensors(files.weights());
        files.writeConfig(export.description());
    }

    /**
     * Writes the tensors alone; the sizes of the network are then up to the reader.
     *
     * @param file created or replaced
     */
    public static void writeWeights(TrainedNetwork network, Path file) throws IOException {
        new TimmExport(network).writeTensors(file);
    }

    private void writeTensors(Path file) throws IOException {
        OutgoingTensors tensors = new OutgoingTensors(network);
        if (beit) {
            tensors.dropBiasOfKeys();
        } else {
            tensors.joinBiases();
        }
        // The pairs of the layout are the names of BEiT's code; timm's VisionTransformer has the names of this library.
        UnaryOperator<String> theirs = beit ? name -> Layout.TIMM.theirs(name, "") : UnaryOperator.identity();
        tensors.write(file, theirs);
    }

    private Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        // A registered name is asked for; model_args then change all its sizes.
        description.put("architecture", beit ? "beit_base_patch16_224" : "vit_base_patch16_224");
        description.put("num_classes", network.classes().size());
        description.put("num_features", config.width());
        description.put("global_pool", globalPool());
        description.put("model_args", arguments());
        description.put("pretrained_cfg", pretrained());
        if (!network.classes().isEmpty()) {
            description.put("label_names", network.classes());
        }
        return description;
    }

    private String globalPool() {
        return network.pooling().filter(Pooling.PATCH_MEAN::equals).isPresent() ? "avg" : "token";
    }

    private Map<String, Object> arguments() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("img_size", List.of(config.imageHeight(), config.imageWidth()));
        arguments.put("patch_size", config.patchSize());
        arguments.put("embed_dim", config.width());
        arguments.put("depth", config.depth());
        arguments.put("num_heads", config.heads());
        arguments.put("mlp_ratio", mlpRatio());
        arguments.put("num_classes", network.classes().size());
        arguments.put("global_pool", globalPool());
        if (beit || config.hasLayerScale()) {
            arguments.put("init_values", config.layerScale()); // without it a Beit of this name has layer scales
        }
        if (beit) {
            RelativePositions relative = config.variant().relativePositions();
            arguments.put("use_abs_pos_emb", config.variant().absolutePositions());
            arguments.put("use_rel_pos_bias", relative == RelativePositions.PER_BLOCK);
            arguments.put("use_shared_rel_pos_bias", relative == RelativePositions.SHARED);
        }
        return arguments;
    }

    /** timm cuts the fraction off width times ratio, which must not lose one for want of a last bit. */
    private double mlpRatio() {
        double ratio = (double) config.mlpWidth() / config.width();
        return (int) (config.width() * ratio) < config.mlpWidth() ? Math.nextUp(ratio) : ratio;
    }

    private Map<String, Object> pretrained() {
        Map<String, Object> pretrained = new LinkedHashMap<>();
        pretrained.put("input_size", List.of(VisionTransformer.CHANNELS, config.imageHeight(), config.imageWidth()));
        pretrained.put("fixed_input_size", true);
        pretrained.put("interpolation", "bicubic");
        pretrained.put("crop_pct", network.preprocessing().cropRatio());
        pretrained.put("mean", network.preprocessing().mean());
        pretrained.put("std", network.preprocessing().std());
        pretrained.put("first_conv", "patch_embed.proj");
        pretrained.put("classifier", "head");
        return pretrained;
    }
}
