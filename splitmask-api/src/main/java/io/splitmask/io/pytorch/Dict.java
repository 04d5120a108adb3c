package io.splitmask.io.pytorch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Python dict. Entries whose key is no name are dropped: neither an int nor a string, or a string that is too long.
 */
final class Dict implements Container {
    /** Longer than any name of a tensor, and short enough to be compared a million times. */
    static final int LONGEST_NAME = 500;

    private final Map<Object, Object> entries = new LinkedHashMap<>();

    void put(Object key, Object value) {
        if (key instanceof Long || key instanceof String name && name.length() <= LONGEST_NAME) {
            entries.put(key, value);
        }
    }

    @Override
    public @Nullable Object part(String name) {
        Object part = entries.get(name);
        Long number = part == null ? Sequence.number(name) : null;
        return number == null ? part : entries.get(number);
    }

    @Override
    public void forEach(Visitor visitor) throws PytorchException {
        for (Map.Entry<Object, Object> entry : entries.entrySet()) {
            visitor.visit(entry.getKey().toString(), entry.getValue());
        }
    }
}
