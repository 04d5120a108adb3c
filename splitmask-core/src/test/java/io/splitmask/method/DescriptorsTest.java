package io.splitmask.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.autograd.Tape;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
    private final Backend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    private Tensor rows(float... values) {
        return Tensor.of(backend, values, values.length / 2, 2);
    }

    private static float figure(Map<String, Tensor> figures, String name) {
        return Objects.requireNonNull(figures.get(name), name).item();
    }

    @Test
    void collapsedDescriptorsHaveBothAtZero() {
        Tensor same = rows(0.6f, 0.8f, 0.6f, 0.8f, 0.6f, 0.8f);
        Map<String, Tensor> figures = Descriptors.figures(same, same);
        assertThat(figures).containsOnlyKeys("alignment", "uniformity");
        assertThat(figure(figures, "alignment")).isZero();
        assertThat(figure(figures, "uniformity")).isCloseTo(0, within(1e-6f));
    }

    @Test
    void alignmentIsTheMeanSquaredDistanceOfPairs() {
        // Squared distances 2, 4 and 0.
        Tensor a = rows(1, 0, 1, 0, 0, 1);
        Tensor b = rows(0, 1, -1, 0, 0, 1);
        assertThat(Descriptors.alignment(a, b).item()).isCloseTo(2, within(1e-6f));
    }

    @Test
    void uniformityIsTakenOverAllPairsOfImages() {
        // Squared distances 2, 4 and 2.
        Tensor descriptors = rows(1, 0, 0, 1, -1, 0);
        double expected = Math.log((2 * Math.exp(-4) + Math.exp(-8)) / 3);
        assertThat(Descriptors.uniformity(descriptors).item()).isCloseTo((float) expected, within(1e-4f));
        assertThat(Descriptors.uniformity(rows(1, 0)).item()).as("one image").isNaN();
        assertThat(Descriptors.uniformity(rows(0.7071068f, 0.7071068f)).item())
                .as("one image, whose length rounds to more than 1")
                .isNaN();
    }

    @Test
    void figuresOfBothViewsAreAveragedAndNotRecorded() {
        Tensor a = rows(1, 0, 0, 1).asLeaf();
        Tensor b = rows(1, 0, -1, 0).asLeaf();
        try (Tape tape = Tape.record()) {
            assertThat(figure(Descriptors.figures(a, b), "uniformity")).isCloseTo(-6, within(1e-2f));
            assertThat(tape.size()).isZero();
        }
    }
}
