package io.splitmask.method.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.recipe.MixRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MixTest {
    private static final int DRAWS = 20_000;

    private static float[] mixed(Mix mix, float[] pixels, int... dims) {
        try (Backend backend = new CheckedBackend(Backends.open(ReferenceBackendProvider.NAME, BackendConfig.cpu()));
                TensorScope scope = TensorScope.open()) {
            return mix.images(Tensor.of(backend, pixels, dims)).toFloats();
        }
    }

    private static RandomStream random() {
        return SplittableSeed.of(9).child("mix").stream();
    }

    @Test
    void cutmixPastesTheBoxOfThePartner() {
        Mix mix = Mix.cutmix(new int[] {1, 0}, new Box(0, 1, 1, 3), 2, 4);
        assertThat(mix.share()).isEqualTo(0.75);
        float[] pixels = {0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17};
        assertThat(mixed(mix, pixels, 2, 1, 2, 4))
                .containsExactly(0, 11, 12, 3, 4, 5, 6, 7, 10, 1, 2, 13, 14, 15, 16, 17);
    }

    @Test
    void mixupBlendsAllPixels() {
        Mix mix = Mix.mixup(new int[] {1, 0}, 0.75);
        assertThat(mixed(mix, new float[] {0, 4, 8, 0}, 2, 1, 1, 2)).containsExactly(2, 3, 6, 1);
    }

    @Test
    void targetsAreSmoothedAndMixed() {
        Mix mix = Mix.mixup(new int[] {2, 1, 0}, 0.75);
        float[] targets = mix.targets(new int[] {0, 1, 3}, 4, 0.2);
        assertThat(targets)
                .containsExactly(
                        new float[] {0.65f, 0.05f, 0.05f, 0.25f, 0.05f, 0.85f, 0.05f, 0.05f, 0.25f, 0.05f, 0.05f, 0.65f
                        },
                        within(1e-7f));
        assertThat(mix.dominantLabels(new int[] {0, 1, 3})).containsExactly(0, 1, 3);
        assertThat(Mix.mixup(new int[] {2, 1, 0}, 0.25).dominantLabels(new int[] {0, 1, 3}))
                .containsExactly(3, 1, 0);
    }

    @Test
    void everyBatchIsMixedHalfOfThemByCutmix() {
        Mixing mixing = new Mixing(MixRecipe.PAPER);
        RandomStream random = random();
        int cut = 0;
        double mixupSum = 0;
        double mixupSquares = 0;
        for (int i = 0; i < DRAWS; i++) {
            Mix mix = mixing.draw(4, 20, 30, random).orElseThrow();
            assertThat(mix.partners()).containsExactly(3, 2, 1, 0);
            if (mix.box().isPresent()) {
                cut++;
                Box box = mix.box().get();
                assertThat(box.bottom()).isLessThanOrEqualTo(20);
                assertThat(box.right()).isLessThanOrEqualTo(30);
                assertThat(mix.share()).isCloseTo(1 - box.area() / 600.0, within(1e-12));
            } else {
                mixupSum += mix.share();
                mixupSquares += mix.share() * mix.share();
            }
        }
        assertThat((double) cut / DRAWS).isCloseTo(0.5, within(0.015));
        double mean = mixupSum / (DRAWS - cut);
        assertThat(mean).isCloseTo(0.5, within(0.012));
        // Variance of Beta(a, a): 1 / (4 (2a + 1)).
        assertThat(mixupSquares / (DRAWS - cut) - mean * mean).isCloseTo(1 / (4 * 2.6), within(0.004));
    }

    @Test
    void probabilitiesAndZeroParametersSwitchMixingOff() {
        RandomStream random = random();
        assertThat(new Mixing(MixRecipe.NONE).draw(2, 4, 4, random)).isEmpty();
        int mixed = 0;
        for (int i = 0; i < DRAWS; i++) {
            Optional<Mix> mix = new Mixing(new MixRecipe(0.2, 0, 0.3, 1)).draw(2, 4, 4, random);
            assertThat(mix.flatMap(Mix::box)).isEmpty();
            mixed += mix.isPresent() ? 1 : 0;
            assertThat(new Mixing(new MixRecipe(0, 1, 1, 0))
                            .draw(2, 4, 4, random)
                            .flatMap(Mix::box))
                    .isPresent();
        }
        assertThat((double) mixed / DRAWS).isCloseTo(0.3, within(0.015));
    }

    @Test
    void rejectsPartnersAndLabelsThatThereAreNot() {
        assertThatThrownBy(() -> mixed(Mix.mixup(new int[] {2, 0}, 0.75), new float[4], 2, 1, 1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected indices in 0..1, got 2");
        Mix mix = Mix.mixup(new int[] {1, 0}, 0.75);
        for (int label : new int[] {4, -1}) {
            assertThatThrownBy(() -> mix.targets(new int[] {label, 0}, 4, 0.2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("mix: expected labels from 0 to 3, got " + label + " at position 0");
        }
    }

    @Test
    void rejectsImpossibleNumbers() {
        assertThatThrownBy(() -> new Box(2, 1, 0, 0)).hasMessageContaining("got rows 2 to 1 and columns 0 to 0");
        assertThatThrownBy(() -> Mix.mixup(new int[] {0}, 1.5)).hasMessage("Mix: expected share from 0 to 1, got 1.5");
    }
}
