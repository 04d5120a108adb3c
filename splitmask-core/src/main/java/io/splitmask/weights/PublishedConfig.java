package io.splitmask.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.internal.Json;
import io.splitmask.io.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the {@code config.json} beside a file of weights says of the network, in the form of Hugging Face or of timm, and
 * Hugging Face's {@code preprocessor_config.json} of its images.
 *
 * @param width D
 * @param heads H
 * @param imageHeight Hi in pixels
 * @param imageWidth Wi in pixels
 * @param layerNormEps epsilon of the layer norms
 * @param layerScale initial value of the layer scales, if above 0
 * @param globalPool timm's pooling, {@code token} or {@code avg}
 * @param pixels how images are normalised
 */
record PublishedConfig(
        OptionalInt width,
        OptionalInt heads,
        OptionalInt imageHeight,
        OptionalInt imageWidth,
        OptionalDouble layerNormEps,
        OptionalDouble layerScale,
        Optional<String> globalPool,
        Optional<PixelStatistics> pixels) {
    /** Name of the file: {@value}. */
    static final String FILE = "config.json";

    private static final String IMAGES_FILE = "preprocessor_config.json";
    private static final long MOST_BYTES = 1 << 24;

    /**
     * Reads the files beside a file of weights; what has none is not known.
     *
     * @throws WeightsException if one is no JSON or too large
     */
    static PublishedConfig beside(Path weights) throws IOException {
        Path file = weights.toAbsolutePath();
        return of(read(file.resolveSibling(FILE)), read(file.resolveSibling(IMAGES_FILE)));
    }

    private static JsonNode read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Json.MAPPER.createObjectNode();
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new WeightsException(
                    file, "expected at most " + MOST_BYTES + " bytes, got " + Files.size(file) + "; is it a config?");
        }
        try {
            return Json.MAPPER.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new WeightsException(file, "expected JSON, got: " + Json.firstLine(e));
        }
    }

    private static PublishedConfig of(JsonNode json, JsonNode images) {
        JsonNode timm = json.path("model_args");
        JsonNode image = first(json.path("image_size"), timm.path("img_size"), inputSize(json));
        return new PublishedConfig(
                integer(first(json.path("hidden_size"), timm.path("embed_dim"), json.path("num_features"))),
                integer(first(json.path("num_attention_heads"), timm.path("num_heads"))),
                integer(image.isArray() ? image.path(0) : image),
                integer(image.isArray() ? image.path(1) : image),
                number(json.path("layer_norm_eps")),
                number(first(json.path("layer_scale_init_value"), timm.path("init_values"))),
                text(first(timm.path("global_pool"), json.path("global_pool"))),
                pixels(json.path("pretrained_cfg"), "mean", "std").or(() -> preprocessed(images)));
    }

    private static Optional<PixelStatistics> preprocessed(JsonNode images) {
        return images.path("do_normalize").asBoolean(true)
                ? pixels(images, "image_mean", "image_std")
                : Optional.of(PixelStatistics.NONE);
    }

    /** timm's [C, Hi, Wi] without its first entry. */
    private static JsonNode inputSize(JsonNode json) {
        JsonNode size = json.path("pretrained_cfg").path("input_size");
        return size.size() == 3 ? Json.MAPPER.createArrayNode().add(size.get(1)).add(size.get(2)) : size;
    }

    private static Optional<PixelStatistics> pixels(JsonNode json, String mean, String std) {
        List<Double> means = numbers(json.path(mean));
        List<Double> deviations = numbers(json.path(std));
        boolean known = means.size() == 3
                && deviations.size() == 3
                && Stream.concat(means.stream(), deviations.stream()).allMatch(Double::isFinite)
                && deviations.stream().allMatch(value -> value > 0);
        return known ? Optional.of(new PixelStatistics(means, deviations)) : Optional.empty();
    }

    private static List<Double> numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .filter(JsonNode::isNumber)
                .map(JsonNode::doubleValue)
                .toList();
    }

    private static JsonNode first(JsonNode... candidates) {
        for (JsonNode candidate : candidates) {
            if (!candidate.isMissingNode() && !candidate.isNull()) {
                return candidate;
            }
        }
        return candidates[candidates.length - 1];
    }

    private static OptionalInt integer(JsonNode node) {
        return node.isInt() && node.intValue() > 0 ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }

    private static OptionalDouble number(JsonNode node) {
        return node.isNumber() && node.doubleValue() > 0 && Double.isFinite(node.doubleValue())
                ? OptionalDouble.of(node.doubleValue())
                : OptionalDouble.empty();
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }
}
