package io.splitmask.loss;

import io.splitmask.config.Problems;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.stream.IntStream;

/** InfoNCE between two sets of descriptors: each must find its partner among the other images of the batch. */
public final class InfoNce {
    private InfoNce() {}

    /**
     * Returns {@code a b^T / tau}.
     *
     * @param a [B, D], rows of length 1
     * @param b [B, D], rows of length 1; row i belongs to row i of {@code a}
     * @param tau temperature, above 0; the smaller, the more the nearest descriptors count
     * @return [B, B]
     */
    public static Tensor similarity(Tensor a, Tensor b, double tau) {
        Problems.of("infoNce").positive("tau", tau).throwIfAny();
        ShapeRules.rank("infoNce", "a", a, 2);
        if (!a.shape().equals(b.shape())) {
            throw new ShapeException(
                    "infoNce", "expected equal shapes, got " + a.shape() + " and " + b.shape(), a.shape(), b.shape());
        }
        return a.matmul(b, MatmulSpec.NT).multiply((float) (1 / tau));
    }

    /**
     * One direction, in which each row finds its partner: {@code CE(S, diagonal)}.
     *
     * @param similarity S, [B, B], B at least 1
     * @return the loss, []
     */
    public static Tensor oneWay(Tensor similarity) {
        return CrossEntropy.of(similarity, diagonal(similarity));
    }

    /**
     * Mean of the two directions: {@code (CE(S, diagonal) + CE(S^T, diagonal)) / 2}.
     *
     * @param similarity S, [B, B], B at least 1
     * @return the loss, []
     */
    public static Tensor symmetric(Tensor similarity) {
        return oneWay(similarity).add(oneWay(similarity.transpose(0, 1))).multiply(0.5f);
    }

    private static Tensor diagonal(Tensor similarity) {
        Shape shape = similarity.shape();
        if (shape.rank() != 2 || shape.dim(0) != shape.dim(1)) {
            throw new ShapeException("infoNce", "expected similarity [B, B], got similarity " + shape, shape);
        }
        int batch = shape.dim(0);
        return Tensor.ofInts(similarity.backend(), IntStream.range(0, batch).toArray(), batch);
    }
}
