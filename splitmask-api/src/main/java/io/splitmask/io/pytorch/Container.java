package io.splitmask.io.pytorch;

import org.jspecify.annotations.Nullable;

/** A dict, list, tuple or set. Compared by identity: it may contain itself. */
sealed interface Container permits Dict, Sequence {
    /** Returns the part of this name, or null if there is none. */
    @Nullable
    Object part(String name);

    /** Visits the parts with their names, in order. */
    void forEach(Visitor visitor) throws PytorchException;

    /** Takes one part. */
    @FunctionalInterface
    interface Visitor {
        /** Visits a part. */
        void visit(String name, Object part) throws PytorchException;
    }
}
