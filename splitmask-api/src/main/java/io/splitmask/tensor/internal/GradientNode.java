package io.splitmask.tensor.internal;

/** The identity of a value that gradients flow to; all handles of the value share it. */
public final class GradientNode {
    private final boolean leaf;

    /**
     * Creates a node.
     *
     * @param leaf whether the value is a parameter rather than a result
     */
    public GradientNode(boolean leaf) {
        this.leaf = leaf;
    }

    /** Returns whether gradients end here. */
    public boolean isLeaf() {
        return leaf;
    }
}
