package io.splitmask.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** One line of JSON for scripts. */
public final class JsonLine {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonLine() {}

    public static String of(Map<String, ?> values) throws JsonProcessingException {
        return MAPPER.writeValueAsString(values);
    }
}
