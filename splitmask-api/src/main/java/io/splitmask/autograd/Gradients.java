package io.splitmask.autograd;

import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.GradientNode;
import java.util.Map;
import java.util.Optional;

/** The gradients of one loss with respect to the leaves that it depends on. */
public final class Gradients {
    private final Map<GradientNode, Tensor> byLeaf;

    Gradients(Map<GradientNode, Tensor> byLeaf) {
        this.byLeaf = byLeaf;
    }

    /**
     * Returns the gradient with respect to a leaf, in its shape; empty if the loss does not depend on it.
     *
     * @throws IllegalArgumentException if the tensor is not a leaf ({@link Tensor#asLeaf})
     */
    public Optional<Tensor> of(Tensor leaf) {
        GradientNode node = leaf.node();
        if (node == null || !node.isLeaf()) {
            throw new IllegalArgumentException("gradients exist for leaves only; make " + leaf + " one with asLeaf()");
        }
        return Optional.ofNullable(byLeaf.get(node));
    }
}
