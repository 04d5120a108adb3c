package io.splitmask.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.splitmask.io.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings as JSON. */
public final class Json {
    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

    /** The one mapper: strict about what it reads, the same text for the same value. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfigDefaults(
                    coercions -> coercions.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .withCoercionConfig(
                    LogicalType.Boolean,
                    coercions -> coercions.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail))
            .build();

    private Json() {}

    /**
     * Returns records, maps and lists as JSON in one line.
     *
     * @throws IllegalArgumentException if there is something that JSON cannot hold
     */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected settings that JSON can hold: " + firstLine(e), e);
        }
    }

    /** Writes a file for people to read too, whole or not at all; its folder is made if needed. */
    public static void write(Path file, Object value) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        String json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(file, channel -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    /** Returns records and maps as the maps, lists, numbers and texts that are read back from JSON. */
    public static Map<String, Object> map(Object value) {
        try {
            return MAPPER.readValue(text(value), MAP);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON cannot read what it wrote: " + firstLine(e), e);
        }
    }

    /** Returns what the parser says, without the place that it shows on further lines. */
    public static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("");
    }

    /**
     * Returns in one line why settings make no record.
     *
     * @param e of {@link JsonMapper#convertValue}
     * @return the record's own complaint if there is one, else the place of the value and what the conversion says
     */
    public static String problem(IllegalArgumentException e) {
        @Nullable JsonMappingException innermost = null;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException own) {
                return String.valueOf(own.getMessage());
            }
            innermost = cause instanceof JsonMappingException mapping ? mapping : innermost;
        }
        if (innermost == null) {
            return String.valueOf(e.getMessage());
        }
        String place = innermost.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return (place.isEmpty() ? "" : place + ": ") + firstLine(innermost);
    }
}
