package io.splitmask.io.pytorch;

import io.splitmask.io.internal.OneLine;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The dicts of a checkpoint, and which of them are the weights. */
final class TensorTree {
    /** Names under which training programs store weights, the preferred ones first. */
    static final List<String> PREFERRED = List.of(
            "teacher",
            "model",
            "state_dict",
            "model_state_dict",
            "module",
            "net",
            "model_ema",
            "state_dict_ema",
            "student");

    private static final String OPTIMIZER = "optimizer";
    private static final int MOST_GROUPS = 1000;
    private static final int MOST_TENSORS = 50_000;
    private static final int MOST_FACTS = 1000;
    private static final int GROUPS_SHOWN = 8;

    private final Path file;
    private final Object root;
    private final Map<Container, TensorNode> nodes;
    private final Map<String, String> facts;

    TensorTree(Path file, Object root) throws PytorchException {
        this.file = file;
        this.root = root;
        this.nodes = TensorNodes.of(file, root);
        this.facts = facts(root);
    }

    /** A node and its place. */
    private record Place(List<String> keys, TensorNode node) {
        Place below(String key) {
            List<String> longer = new ArrayList<>(keys);
            longer.add(key);
            return new Place(longer, Objects.requireNonNull(node.node(key)));
        }
    }

    /** Lists the dicts with tensors, those nearest to the top first, and not more than {@value #MOST_GROUPS}. */
    List<TensorGroup> groups() {
        @Nullable TensorNode top = root instanceof Container container ? nodes.get(container) : null;
        List<TensorGroup> groups = new ArrayList<>();
        Deque<Place> waiting = new ArrayDeque<>();
        if (top != null && top.count() > 0) {
            waiting.add(new Place(List.of(), top));
        }
        while (!waiting.isEmpty() && groups.size() < MOST_GROUPS) {
            Place place = waiting.remove();
            groups.add(new TensorGroup(KeyPath.text(place.keys()), place.node().count()));
            int more = MOST_GROUPS - groups.size() - waiting.size();
            if (more > 0) {
                place.node().nodeNames().stream().limit(more).forEach(key -> waiting.add(place.below(key)));
            }
        }
        return groups;
    }

    /**
     * Chooses the weights.
     *
     * @return their keys from the top
     * @throws PytorchException if there are none or there is no telling which
     */
    List<String> preferred() throws PytorchException {
        Place place = new Place(List.of(), node(List.of()));
        while (true) {
            List<String> candidates = candidates(place.node());
            boolean holdsTensors = place.node().holdsTensors();
            if (holdsTensors && candidates.stream().noneMatch(PREFERRED::contains)) {
                return place.keys();
            }
            if (holdsTensors || candidates.size() != 1) {
                String got = holdsTensors ? "tensors beside '" + candidates.get(0) + "'" : candidates.size() + " dicts";
                throw new PytorchException(
                        file,
                        "expected one dict of weights " + KeyPath.shown(place.keys()) + ", got " + got
                                + "; name one of: " + choices());
            }
            place = place.below(candidates.get(0));
        }
    }

    /** Returns the most preferred part; if there is none of the known names, all parts but those of an optimizer. */
    private static List<String> candidates(TensorNode node) {
        List<String> names = node.nodeNames();
        return PREFERRED.stream()
                .filter(names::contains)
                .findFirst()
                .map(List::of)
                .orElseGet(() -> names.stream()
                        .filter(name -> !name.startsWith(OPTIMIZER))
                        .toList());
    }

    /**
     * Finds the dict at a place.
     *
     * @throws PytorchException if there is none, or it is something else, or it holds no tensors
     */
    TensorNode node(List<String> keys) throws PytorchException {
        Object value = root;
        for (int depth = 0; depth < keys.size(); depth++) {
            Container container = container(value, keys.subList(0, depth));
            @Nullable Object part = container.part(keys.get(depth));
            if (part == null) {
                throw new PytorchException(
                        file,
                        "no '" + OneLine.of(keys.get(depth)) + "' " + KeyPath.shown(keys.subList(0, depth))
                                + "; name one of: " + choices());
            }
            value = part;
        }
        @Nullable TensorNode node = nodes.get(container(value, keys));
        if (node == null || node.count() == 0) {
            throw new PytorchException(
                    file,
                    KeyPath.shown(keys) + ": expected a dict of tensors, got one without; name one of: " + choices());
        }
        return node;
    }

    private Container container(Object value, List<String> keys) throws PytorchException {
        if (value instanceof Container container) {
            return container;
        }
        String remedy = value instanceof Placeholder
                ? ", which is not built because that would run code of the file; in Python, save its state_dict() instead"
                : "";
        throw new PytorchException(
                file, KeyPath.shown(keys) + ": expected a dict of tensors, got " + Shown.kind(value) + remedy);
    }

    private String choices() {
        List<TensorGroup> groups = groups();
        List<String> shown =
                groups.stream().limit(GROUPS_SHOWN).map(TensorGroup::toString).toList();
        String more = groups.size() > GROUPS_SHOWN ? ", ..." : "";
        return groups.isEmpty() ? "none, there are no tensors" : String.join(", ", shown) + more;
    }

    /**
     * Lists the tensors of the dict at a place by name; those of the dicts below are named by all keys, joined by dots.
     *
     * @throws PytorchException also if there are more than {@value #MOST_TENSORS} or two of one name
     */
    Map<String, TensorView> tensors(List<String> keys) throws PytorchException {
        TensorNode node = node(keys);
        if (node.count() > MOST_TENSORS) {
            throw new PytorchException(
                    file, KeyPath.shown(keys) + ": expected at most " + MOST_TENSORS + " tensors, got " + node.count());
        }
        Map<String, TensorView> tensors = new LinkedHashMap<>();
        collect("", node, tensors);
        return tensors;
    }

    private void collect(String prefix, TensorNode node, Map<String, TensorView> tensors) throws PytorchException {
        for (Map.Entry<String, Object> part : node.parts().entrySet()) {
            String name = prefix + part.getKey();
            if (name.length() > Dict.LONGEST_NAME) {
                throw new PytorchException(
                        file,
                        name,
                        "expected a name of at most " + Dict.LONGEST_NAME + " characters, got " + name.length());
            }
            if (part.getValue() instanceof TensorNode below) {
                collect(name + ".", below, tensors);
            } else if (tensors.put(name, (TensorView) part.getValue()) != null) {
                throw new PytorchException(file, name, "expected one tensor of this name, got two");
            }
        }
    }

    /** Says what stands under a name that is no tensor's, in the dict at a place; null if nothing does. */
    @Nullable
    Object other(List<String> keys, String name) throws PytorchException {
        Object value = root;
        for (String key : keys) {
            value = Objects.requireNonNull(container(value, keys).part(key));
        }
        String rest = name;
        while (value instanceof Container container) {
            @Nullable Object whole = container.part(rest);
            int dot = rest.indexOf('.');
            if (whole != null || dot < 0) {
                return whole;
            }
            value = container.part(rest.substring(0, dot));
            rest = rest.substring(dot + 1);
        }
        return value;
    }

    /** Returns the numbers, strings and booleans that stand at the top, as text, and not more than {@value #MOST_FACTS}. */
    Map<String, String> facts() {
        return facts;
    }

    private static Map<String, String> facts(Object root) throws PytorchException {
        Map<String, String> facts = new LinkedHashMap<>();
        if (root instanceof Dict dict) {
            dict.forEach((name, part) -> {
                boolean isFact = part instanceof String || part instanceof Number || part instanceof Boolean;
                if (isFact && facts.size() < MOST_FACTS) {
                    facts.put(name, part.toString());
                }
            });
        }
        return Collections.unmodifiableMap(facts);
    }
}
