package io.splitmask.tck.golden;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is computed in Java alone, against stored cases: schedules, layer decay and position tables. */
public abstract class GoldenHostSuite {
    /** Creates the suite. */
    protected GoldenHostSuite() {}

    @TestFactory
    final Stream<DynamicNode> schedules() {
        return family("schedules", GoldenSchedules::checkSchedules);
    }

    @TestFactory
    final Stream<DynamicNode> layerDecay() {
        return family("layer_decay", GoldenSchedules::checkLayerDecay);
    }

    @TestFactory
    final Stream<DynamicNode> sinCosPositions() {
        return family("sincos_pos_embed", GoldenPositions::checkSinCos);
    }

    @TestFactory
    final Stream<DynamicNode> positionInterpolation() {
        return family("pos_embed_interp", GoldenPositions::checkInterpolation);
    }

    private static Stream<DynamicNode> family(String prefix, Consumer<GoldenCase> body) {
        return GoldenTests.nodes(prefix, golden -> DynamicTest.dynamicTest(golden.name(), () -> body.accept(golden)));
    }
}
