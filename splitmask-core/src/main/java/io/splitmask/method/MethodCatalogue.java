package io.splitmask.method;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Methods by name. */
public final class MethodCatalogue {
    private final Map<String, MethodEntry> methods;

    /**
     * Creates a catalogue.
     *
     * @throws IllegalArgumentException if two methods have one name
     */
    public MethodCatalogue(Collection<MethodEntry> methods) {
        Map<String, MethodEntry> byName = new LinkedHashMap<>();
        for (MethodEntry method : methods) {
            if (byName.put(method.name(), method) != null) {
                throw new IllegalArgumentException("two methods are called '" + method.name() + "'");
            }
        }
        this.methods = Collections.unmodifiableMap(byName);
    }

    /** Returns all methods, in the order in which they are listed. */
    public Collection<MethodEntry> all() {
        return methods.values();
    }

    /**
     * Returns a method.
     *
     * @throws IllegalArgumentException if there is none of this name; the message lists them
     */
    public MethodEntry entry(String name) {
        MethodEntry method = methods.get(name);
        if (method == null) {
            throw new IllegalArgumentException(
                    "unknown method '" + name + "'; known: " + String.join(", ", methods.keySet()));
        }
        return method;
    }
}
