package io.splitmask.tck.golden;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Tensor operations, the Vision Transformer, optimizers and clipping of one backend against stored cases. */
public abstract class GoldenSuite extends GoldenTests {
    /** Creates the suite. */
    protected GoldenSuite() {}

    @TestFactory
    final Stream<DynamicNode> operations() {
        return nodes(
                "ops",
                golden -> group(
                        golden.name(),
                        GoldenOperation.all(golden).stream()
                                .map(operation -> test(operation.name(), operation::check))
                                .toList()));
    }

    @TestFactory
    final Stream<DynamicNode> visionTransformer() {
        return family("vit_forward", GoldenVit::check);
    }

    @TestFactory
    final Stream<DynamicNode> optimizers() {
        return family("optim_", GoldenOptimizer::check);
    }

    @TestFactory
    final Stream<DynamicNode> gradientClipping() {
        return family("grad_clip", GoldenUpdates::checkClipping);
    }

    @TestFactory
    final Stream<DynamicNode> movingAverage() {
        return family("ema", GoldenUpdates::checkEma);
    }

    @TestFactory
    final Stream<DynamicNode> positionInterpolation() {
        return family("pos_embed_interp", GoldenPositions::checkInterpolation);
    }
}
