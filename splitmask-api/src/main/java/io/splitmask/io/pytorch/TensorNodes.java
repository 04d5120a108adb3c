package io.splitmask.io.pytorch;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tensors below an object. Every dict, list, tuple and set is looked at once, however often it is referred to;
 * one that contains itself, and too many levels, are errors.
 */
final class TensorNodes {
    /** A model in a checkpoint in a file takes three or four; the search below uses Java's stack. */
    static final int DEEPEST = 64;

    private final Path file;
    private final Map<Container, TensorNode> found = new HashMap<>();
    private final Set<Container> open = new HashSet<>();
    private final Deque<String> names = new ArrayDeque<>();

    private TensorNodes(Path file) {
        this.file = file;
    }

    /** Returns the node of every dict, list, tuple and set that can be reached. */
    static Map<Container, TensorNode> of(Path file, Object root) throws PytorchException {
        TensorNodes nodes = new TensorNodes(file);
        if (root instanceof Container container) {
            nodes.node(container);
        }
        return Collections.unmodifiableMap(nodes.found);
    }

    private TensorNode node(Container container) throws PytorchException {
        @Nullable TensorNode known = found.get(container);
        if (known != null) {
            checkDepth(names.size() + known.height());
            return known;
        }
        checkDepth(names.size());
        if (!open.add(container)) {
            throw failure(Shown.kind(container) + " contains itself");
        }
        TensorNode node = new TensorNode();
        container.forEach((name, part) -> {
            names.addLast(name);
            add(node, name, part);
            names.removeLast();
        });
        open.remove(container);
        found.put(container, node);
        return node;
    }

    private void add(TensorNode node, String name, Object part) throws PytorchException {
        boolean free = true;
        if (part instanceof TensorView tensor) {
            free = node.add(name, tensor);
        } else if (part instanceof Container container) {
            free = node.add(name, node(container));
        }
        if (!free) {
            throw failure("expected one entry of this name, got a number and a string");
        }
    }

    private void checkDepth(int depth) throws PytorchException {
        if (depth > DEEPEST) {
            throw failure("expected at most " + DEEPEST + " levels of dicts and lists, got more");
        }
    }

    private PytorchException failure(String problem) {
        return new PytorchException(file, KeyPath.shown(List.copyOf(names)) + ": " + problem);
    }
}
