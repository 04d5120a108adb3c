package io.splitmask.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.splitmask.io.internal.OneLine;
import io.splitmask.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The JSON header of a safetensors file, checked against the size of the data that follows it. */
record SafetensorsHeader(Map<String, StoredTensor> tensors, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";
    /** Limit of the format, so that a broken length cannot exhaust memory. */
    static final long MAX_BYTES = 100_000_000;

    /** More axes than any library can make; so errors that quote a list stay short. */
    private static final int MAX_AXES = 64;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads a header.
     *
     * @param file named in errors
     * @param bytes the JSON text, without the length before it
     * @param dataSize number of bytes after the header
     */
    static SafetensorsHeader parse(Path file, byte[] bytes, long dataSize) throws SafetensorsException {
        JsonNode root = json(file, bytes);
        Map<String, String> metadata = new TreeMap<>();
        List<StoredTensor> tensors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equals(METADATA)) {
                readMetadata(file, field.getValue(), metadata);
            } else {
                tensors.add(tensor(file, field.getKey(), field.getValue(), dataSize));
            }
        }
        tensors.sort(Comparator.comparingLong(StoredTensor::begin).thenComparingLong(StoredTensor::end));
        checkNoGaps(file, tensors, dataSize);
        Map<String, StoredTensor> byName = new LinkedHashMap<>();
        tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
        return new SafetensorsHeader(Collections.unmodifiableMap(byName), Collections.unmodifiableMap(metadata));
    }

    private static JsonNode json(Path file, byte[] bytes) throws SafetensorsException {
        if (bytes.length == 0 || bytes[0] != '{') {
            throw new SafetensorsException(file, "the header does not start with '{'; not a safetensors file?");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return JSON.readTree(text);
        } catch (CharacterCodingException e) {
            throw new SafetensorsException(file, "the header is not UTF-8");
        } catch (JsonProcessingException e) {
            throw new SafetensorsException(file, "the header is not valid JSON: " + OneLine.of(e.getOriginalMessage()));
        }
    }

    private static void readMetadata(Path file, JsonNode node, Map<String, String> metadata)
            throws SafetensorsException {
        if (!node.isObject()) {
            throw new SafetensorsException(file, METADATA + ": expected an object of strings, got " + kind(node));
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getValue().isTextual()) {
                throw new SafetensorsException(
                        file,
                        METADATA + ": expected a string at '" + OneLine.of(field.getKey()) + "', got "
                                + kind(field.getValue()));
            }
            metadata.put(field.getKey(), field.getValue().textValue());
        }
    }

    private static StoredTensor tensor(Path file, String name, JsonNode node, long dataSize)
            throws SafetensorsException {
        if (!node.isObject()) {
            throw new SafetensorsException(file, name, "expected an object, got " + kind(node));
        }
        StoredType type = type(file, name, node.path("dtype"));
        Shape shape = shape(file, name, node.path("shape"));
        long[] offsets = numbers(file, name, "data_offsets", node.path("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataSize) {
            throw new SafetensorsException(
                    file,
                    name,
                    "expected data_offsets [begin, end] within the " + dataSize + " bytes of data, got "
                            + Arrays.toString(offsets) + "; is the file cut off?");
        }
        long length = offsets[1] - offsets[0];
        // Dividing the length avoids an overflow of the product.
        if (length % type.bytes() != 0 || length / type.bytes() != shape.size()) {
            throw new SafetensorsException(
                    file,
                    name,
                    type + " " + shape + " needs " + type.bytes() + " * " + shape.size() + " bytes, got data_offsets "
                            + Arrays.toString(offsets));
        }
        return new StoredTensor(name, type, shape, offsets[0], offsets[1]);
    }

    private static StoredType type(Path file, String name, JsonNode node) throws SafetensorsException {
        for (StoredType type : StoredType.values()) {
            if (node.isTextual() && type.name().equals(node.textValue())) {
                return type;
            }
        }
        throw new SafetensorsException(
                file, name, "expected a dtype among " + Arrays.toString(StoredType.values()) + ", got " + shown(node));
    }

    private static Shape shape(Path file, String name, JsonNode node) throws SafetensorsException {
        long[] sizes = numbers(file, name, "shape", node);
        int[] dims = new int[sizes.length];
        try {
            for (int axis = 0; axis < sizes.length; axis++) {
                dims[axis] = Math.toIntExact(sizes[axis]);
            }
            return Shape.of(dims);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new SafetensorsException(file, name, "shape " + Arrays.toString(sizes) + " is too large");
        }
    }

    private static long[] numbers(Path file, String name, String field, JsonNode node) throws SafetensorsException {
        boolean valid = node.isArray() && node.size() <= MAX_AXES;
        long[] numbers = new long[valid ? node.size() : 0];
        for (int i = 0; valid && i < numbers.length; i++) {
            JsonNode number = node.get(i);
            valid = number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0;
            numbers[i] = number.longValue();
        }
        if (!valid) {
            throw new SafetensorsException(
                    file,
                    name,
                    "expected " + field + " as a list of at most " + MAX_AXES + " whole numbers from 0, got "
                            + shown(node));
        }
        return numbers;
    }

    /** Every byte belongs to one tensor: nothing hides between, before or after them. */
    private static void checkNoGaps(Path file, List<StoredTensor> ordered, long dataSize) throws SafetensorsException {
        long end = 0;
        for (StoredTensor tensor : ordered) {
            if (tensor.begin() != end) {
                throw new SafetensorsException(
                        file,
                        tensor.name(),
                        "expected its data at byte " + end + " (no gaps, no overlap), got data_offsets ["
                                + tensor.begin() + ", " + tensor.end() + "]");
            }
            end = tensor.end();
        }
        if (end != dataSize) {
            throw new SafetensorsException(
                    file, "expected " + end + " bytes of data after the header, got " + dataSize);
        }
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
