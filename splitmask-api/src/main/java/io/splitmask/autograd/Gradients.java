package io.splitmask.autograd;

import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.GradientNode;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/** The gradients of one loss with respect to the leaves that it depends on. */
public final class Gradients {
    private final Map<GradientNode, Tensor> byLeaf;

    Gradients(Map<GradientNode, Tensor> byLeaf) {
        this.byLeaf = byLeaf;
    }

    /**
     * Returns gradients that were made by hand or changed.
     *
     * @param byLeaf gradient by leaf, in its shape
     */
    public static Gradients of(Map<Tensor, Tensor> byLeaf) {
        Map<GradientNode, Tensor> nodes = new IdentityHashMap<>();
        byLeaf.forEach((leaf, gradient) -> {
            ShapeRules.shape("gradients", "gradient", gradient, leaf.shape());
            nodes.put(checkedLeaf(leaf), gradient);
        });
        return new Gradients(nodes);
    }

    /**
     * Returns the gradient with respect to a leaf, in its shape; empty if the loss does not depend on it.
     *
     * @throws IllegalArgumentException if the tensor is not a leaf ({@link Tensor#asLeaf})
     */
    public Optional<Tensor> of(Tensor leaf) {
        return Optional.ofNullable(byLeaf.get(checkedLeaf(leaf)));
    }

    /** Returns the gradient with respect to a leaf, or zeros in the innermost scope. */
    public Tensor orZero(Tensor leaf) {
        return of(leaf).orElseGet(() -> Tensor.full(leaf.backend(), 0f, leaf.shape()));
    }

    private static GradientNode checkedLeaf(Tensor tensor) {
        GradientNode node = tensor.node();
        if (node == null || !node.isLeaf()) {
            throw new IllegalArgumentException(
                    "gradients exist for leaves only; make " + tensor + " one with asLeaf()");
        }
        return node;
    }
}
