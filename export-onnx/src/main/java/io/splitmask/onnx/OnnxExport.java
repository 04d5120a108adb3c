package io.splitmask.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.export.Preprocessing;
import io.splitmask.export.TrainedNetwork;
import io.splitmask.io.AtomicFile;
import io.splitmask.nn.Parameter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Networks as ONNX files of opset {@value #OPSET}.
 *
 * <p>The input {@value #IMAGES} is [batch, 3, Hi, Wi], normalised, of the network's image size and any batch size. A
 * backbone gives {@value #CLASS_TOKEN} [batch, D] and {@value #PATCH_TOKENS} [batch, N, D], both after the final norm; a
 * classifier gives {@value #LOGITS} [batch, classes]. The metadata say as JSON how images are prepared
 * ({@code crop_ratio}, {@code image_mean}, {@code image_std}) and what the {@code classes} are called.
 *
 * @see "onnx/onnx 1.12, docs/Operators.md"
 */
public final class OnnxExport {
    /** Version of the operators: {@value}. */
    public static final int OPSET = 17;
    /** Name of the input: {@value}. */
    public static final String IMAGES = "pixel_values";
    /** Name of an output of backbones: {@value}. */
    public static final String CLASS_TOKEN = "class_token";
    /** Name of an output of backbones: {@value}. */
    public static final String PATCH_TOKENS = "patch_tokens";
    /** Name of the output of classifiers: {@value}. */
    public static final String LOGITS = "logits";

    /** Protocol buffers hold at most 2^31 - 1 bytes; the graph around the weights needs far less than the rest. */
    private static final long MOST_WEIGHT_BYTES = Integer.MAX_VALUE - (1L << 26);

    private static final ObjectMapper JSON = new ObjectMapper();

    private OnnxExport() {}

    /**
     * Writes a network; its weights are held in memory a second time until the file is written.
     *
     * @param file created or replaced; its folder must exist
     * @throws IllegalArgumentException if the weights are too large for one file of this format
     * @throws IOException if it cannot be written; an existing file is then untouched
     */
    public static void write(TrainedNetwork network, Path file) throws IOException {
        long bytes = Float.BYTES
                * network.parameters().values().stream()
                        .map(Parameter::shape)
                        .mapToLong(shape -> shape.size())
                        .sum();
        if (bytes > MOST_WEIGHT_BYTES) {
            throw new IllegalArgumentException("ONNX: expected weights of at most " + MOST_WEIGHT_BYTES
                    + " bytes in one file, got " + bytes + "; safetensors take them");
        }
        ModelProto model = new VitGraph(network).build(metadata(network));
        AtomicFile.write(file, channel -> model.writeTo(Channels.newOutputStream(channel)));
    }

    private static Map<String, String> metadata(TrainedNetwork network) throws JsonProcessingException {
        Preprocessing images = network.preprocessing();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("crop_ratio", JSON.writeValueAsString(images.cropRatio()));
        metadata.put("image_mean", JSON.writeValueAsString(images.mean()));
        metadata.put("image_std", JSON.writeValueAsString(images.std()));
        if (!network.classes().isEmpty()) {
            metadata.put("classes", JSON.writeValueAsString(network.classes()));
        }
        return metadata;
    }
}
