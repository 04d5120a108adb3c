package io.splitmask.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Calls of kernels, added up. Not thread-safe: one backend takes one thread at a time. */
public final class Profile {
    /**
     * Calls that have a name in common.
     *
     * @param name kernel or module
     * @param calls how many
     * @param nanos time in them
     * @param bytes of their arguments and results
     */
    public record Row(String name, long calls, long nanos, long bytes) {
        private Row plus(Row other) {
            return new Row(name, calls + other.calls, nanos + other.nanos, bytes + other.bytes);
        }
    }

    private record Key(String kernel, Place place) {}

    private final Map<Key, Row> calls = new LinkedHashMap<>();

    void add(String kernel, Place place, long nanos, long bytes) {
        calls.merge(new Key(kernel, place), new Row(kernel, 1, nanos, bytes), Row::plus);
    }

    /** Forgets all calls. */
    public void clear() {
        calls.clear();
    }

    /** Returns the calls of each kernel, those that compute gradients apart; the longest come first. */
    public List<Row> byKernel() {
        return rows(key -> key.kernel() + (key.place().isBackward() ? ", backward" : ""));
    }

    /** Returns the calls of each module, blocks added up as {@code blocks.*}; the longest come first. */
    public List<Row> byModule() {
        return rows(key -> key.place().module().isEmpty()
                ? "(outside)"
                : key.place().module().replaceAll("\\.\\d+", ".*"));
    }

    private List<Row> rows(Function<Key, String> name) {
        Map<String, Row> rows = new LinkedHashMap<>();
        calls.forEach((key, row) -> {
            Row named = new Row(name.apply(key), row.calls(), row.nanos(), row.bytes());
            rows.merge(named.name(), named, Row::plus);
        });
        List<Row> sorted = new ArrayList<>(rows.values());
        sorted.sort(Comparator.comparingLong(Row::nanos).reversed());
        return sorted;
    }
}
