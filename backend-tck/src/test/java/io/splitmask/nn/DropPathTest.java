package io.splitmask.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.OnReference;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropPathTest extends OnReference {
    private static final VitConfig CONFIG = new VitConfig(8, 8, 4, 8, 3, 2, 2, 0);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void factorsAreThoseOfAllBlocks(int blocks) {
        VisionTransformer network = new VisionTransformer(backend, CONFIG);
        Tensor images = counting(2, 3, 8, 8);
        List<DropPath.Factors> factors = DropPath.draw(backend, 0.5, blocks, 2, SplittableSeed.of(1).stream());
        assertThatThrownBy(() -> network.forward(images, factors))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "vision transformer: expected drop-path factors of 3 blocks or none, got those of " + blocks);
        assertThat(network.forward(images, List.of()).shape().toArray()).containsExactly(2, 5, 8);
    }
}
