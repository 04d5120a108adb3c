package io.splitmask.cli.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void theMostSimilarAreKeptByAngleNotByLength() {
        Nearest nearest = new Nearest(new float[] {2, 0}, 2);
        nearest.add(0, new float[] {-1, 0}, 0);
        nearest.add(1, new float[] {9, 9, 0.001f, 0}, 2);
        nearest.add(2, new float[] {3, 4}, 0);
        nearest.add(3, new float[] {0, 5}, 0);
        assertThat(nearest.found()).extracting(Nearest.Neighbour::index).containsExactly(1, 2);
        assertThat(nearest.found().get(0).similarity()).isCloseTo(1, within(1e-12));
        assertThat(nearest.found().get(1).similarity()).isCloseTo(0.6, within(1e-12));
    }

    @Test
    void ofEqualImagesTheFirstAreKept() {
        Nearest nearest = new Nearest(new float[] {1, 1}, 2);
        for (int i = 0; i < 4; i++) {
            nearest.add(i, new float[] {1, 1}, 0);
        }
        assertThat(nearest.found()).extracting(Nearest.Neighbour::index).containsExactly(0, 1);
    }

    @Test
    void featuresOfLengthNoneAreLikeNothing() {
        Nearest nearest = new Nearest(new float[] {1, 1}, 2);
        nearest.add(0, new float[] {0, 0}, 0);
        assertThat(nearest.found()).containsExactly(new Nearest.Neighbour(0, 0));
    }

    @Test
    void featuresThatAreNoNumbersAreRefused() {
        Nearest nearest = new Nearest(new float[] {1, 1}, 2);
        assertThatThrownBy(() -> nearest.add(0, new float[] {1, Float.NaN}, 0))
                .hasMessage(
                        "features: expected finite values, got NaN or infinity; has the run of --weights diverged?");
    }
}
