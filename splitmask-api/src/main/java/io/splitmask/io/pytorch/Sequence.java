package io.splitmask.io.pytorch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Python list, tuple or set; its parts are named by their index. */
final class Sequence implements Container {
    private final Kind kind;
    private final List<Object> items;

    /** The type in Python. */
    enum Kind {
        LIST("a list"),
        TUPLE("a tuple"),
        SET("a set");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }

        String shown() {
            return shown;
        }
    }

    Sequence(Kind kind, List<Object> items) {
        this.kind = kind;
        this.items = new ArrayList<>(items);
    }

    Kind kind() {
        return kind;
    }

    List<Object> items() {
        return Collections.unmodifiableList(items);
    }

    void addAll(List<Object> more) {
        items.addAll(more);
    }

    @Override
    public @Nullable Object part(String name) {
        Long index = number(name);
        return index == null || index < 0 || index >= items.size() ? null : items.get(index.intValue());
    }

    @Override
    public void forEach(Visitor visitor) throws PytorchException {
        for (int i = 0; i < items.size(); i++) {
            visitor.visit(Integer.toString(i), items.get(i));
        }
    }

    /** Returns the int that this text names, or null. */
    static @Nullable Long number(String name) {
        try {
            return Long.valueOf(name);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
