package io.splitmask.profile;

import java.util.function.Supplier;

/**
 * Where in a network a thread computes.
 *
 * @param module path of the module, such as {@code blocks.0.attn}; empty outside of all
 * @param isBackward whether gradients are computed
 */
public record Place(String module, boolean isBackward) {
    private static final Place OUTSIDE = new Place("", false);
    private static final ThreadLocal<Place> CURRENT = ThreadLocal.withInitial(() -> OUTSIDE);

    /** Returns where this thread is. */
    public static Place current() {
        return CURRENT.get();
    }

    /** Runs a task inside a child of the current module. */
    public static <T> T inChild(String child, Supplier<T> task) {
        Place outer = current();
        CURRENT.set(new Place(outer.module.isEmpty() ? child : outer.module + "." + child, outer.isBackward));
        try {
            return task.get();
        } finally {
            CURRENT.set(outer);
        }
    }

    /** Runs a task as the way back through this place. */
    public void walkBack(Runnable task) {
        Place outer = current();
        CURRENT.set(new Place(module, true));
        try {
            task.run();
        } finally {
            CURRENT.set(outer);
        }
    }
}
