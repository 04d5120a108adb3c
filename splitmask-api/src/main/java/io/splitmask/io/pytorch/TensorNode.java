package io.splitmask.io.pytorch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a dict, list, tuple or set that leads to tensors. Several parents may share one. */
final class TensorNode {
    /** Most dicts and lists of a file lead to no tensors. */
    private Map<String, Object> parts = Map.of();

    private boolean holdsTensors;
    private int height;
    private long count;

    /** Returns tensors and nodes by name, in the order of the file. */
    Map<String, Object> parts() {
        return Collections.unmodifiableMap(parts);
    }

    /** Returns the node of this name, or null if there is none. */
    @Nullable
    TensorNode node(String name) {
        return parts.get(name) instanceof TensorNode node ? node : null;
    }

    /** Returns the names of the nodes. */
    List<String> nodeNames() {
        return parts.keySet().stream().filter(name -> node(name) != null).toList();
    }

    /** Returns whether tensors stand in it directly. */
    boolean holdsTensors() {
        return holdsTensors;
    }

    /** Returns how many levels of dicts, lists, tuples and sets there are below, with or without tensors. */
    int height() {
        return height;
    }

    /** Returns the number of tensors in it and below, one that can be reached in two ways counted twice. */
    long count() {
        return count;
    }

    /**
     * Adds a tensor.
     *
     * @return whether the name was free
     */
    boolean add(String name, TensorView tensor) {
        holdsTensors = true;
        count++;
        return put(name, tensor);
    }

    /**
     * Adds a node that is complete, if it leads to tensors.
     *
     * @return whether the name was free
     */
    boolean add(String name, TensorNode node) {
        height = Math.max(height, node.height + 1);
        // Nodes that share nodes can have more tensors than there are numbers.
        count = Math.min(count + node.count, Long.MAX_VALUE / 2);
        return node.count == 0 || put(name, node);
    }

    private boolean put(String name, Object part) {
        if (parts.isEmpty()) {
            parts = new LinkedHashMap<>();
        }
        return parts.put(name, part) == null;
    }
}
