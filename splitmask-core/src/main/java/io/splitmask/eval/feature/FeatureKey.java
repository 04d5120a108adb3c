package io.splitmask.eval.feature;

import io.splitmask.data.ImageDataset;
import io.splitmask.internal.Json;
import io.splitmask.nn.VisionTransformer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What features depend on. Two runs with the same key have the same features.
 *
 * @param weights hash of the backbone's sizes and weights
 * @param engine that computes: rounding differs between engines
 * @param dataset what names the images; see {@link #datasetHash}
 * @param transform what is done to each image, such as a transform's own description
 * @param recipe what is taken
 */
public record FeatureKey(String weights, String engine, String dataset, String transform, FeatureRecipe recipe) {
    /** Returns the key of an extractor's features of a data set. */
    public static FeatureKey of(FeatureExtractor extractor, String dataset, String transform) {
        return new FeatureKey(
                weightsHash(extractor.backbone()), extractor.backend().name(), dataset, transform, extractor.recipe());
    }

    /**
     * Names a data set by its images' names and labels and its classes. An image that changes under its name is not
     * noticed.
     *
     * @return a SHA-256 hash
     */
    public static String datasetHash(ImageDataset images) {
        MessageDigest hash = sha256();
        images.classes().forEach(name -> update(hash, name));
        for (int i = 0; i < images.size(); i++) {
            update(hash, images.name(i));
            update(hash, Integer.toString(images.label(i)));
        }
        return HexFormat.of().formatHex(hash.digest());
    }

    private static String weightsHash(VisionTransformer backbone) {
        MessageDigest hash = sha256();
        update(hash, Json.text(backbone.config()));
        backbone.parameters().forEach((name, parameter) -> {
            update(hash, name);
            float[] values = parameter.toFloats();
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
            bytes.asFloatBuffer().put(values);
            hash.update(bytes);
        });
        return HexFormat.of().formatHex(hash.digest());
    }

    /** Adds a text with its length, so that two texts in a row cannot be taken for others. */
    private static void update(MessageDigest hash, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        hash.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the key as JSON. */
    String text() {
        return Json.text(this);
    }

    /** Returns a short name that differs between keys. */
    String hash() {
        MessageDigest hash = sha256();
        update(hash, text());
        return HexFormat.of().formatHex(hash.digest()).substring(0, 32);
    }
}
