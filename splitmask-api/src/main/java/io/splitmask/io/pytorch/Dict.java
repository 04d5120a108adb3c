package io.splitmask.io.pytorch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Python dict. Entries whose key is neither a string nor an int have no name and are dropped. */
final class Dict implements Container {
    private final Map<Object, Object> entries = new LinkedHashMap<>();

    void put(Object key, Object value) {
        if (key instanceof String || key instanceof Long) {
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
