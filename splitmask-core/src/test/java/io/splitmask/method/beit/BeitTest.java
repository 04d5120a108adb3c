package io.splitmask.method.beit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.masking.PatchMask;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.MethodContext;
import io.splitmask.method.MethodEntry;
import io.splitmask.method.Methods;
import io.splitmask.method.RunLength;
import io.splitmask.method.Step;
import io.splitmask.method.WordPredictions;
import io.splitmask.method.WordPredictor;
import io.splitmask.method.splitmask.SplitMask;
import io.splitmask.method.splitmask.SplitMaskRecipe;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.RelativePositions;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.VitVariant;
import io.splitmask.optim.AdamW;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.optim.StepRates;
import io.splitmask.random.SplittableSeed;
import io.splitmask.recipe.PretrainRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.BrightnessWords;
import io.splitmask.train.SyntheticViews;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BeitTest {
    /** 16 x 16 pixels in 4 x 4 patches. */
    private static final VitConfig PLAIN = new VitConfig(16, 16, 4, 8, 2, 2, 2, 0);

    private static final MethodEntry ENTRY = new MethodCatalogue(Methods.known()).entry("beit");
    private static final SplittableSeed SEED = SplittableSeed.of(9);

    private final Backend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();

    private MethodContext context(VitConfig model) {
        return new MethodContext(backend, model, () -> new BrightnessWords(backend, 2), 0, 0.1, new RunLength(10, 5));
    }

    private Beit method(VitConfig model) {
        Beit method = (Beit) ENTRY.recipe(Map.of()).create(context(model));
        method.initialise(SEED.child("init"));
        return method;
    }

    private ImageBatch batch(long position) {
        SyntheticViews data = new SyntheticViews(PretrainRecipe.BEIT.views(), 4, 16, 4);
        return new ImageBatch(backend, data.openAt(position).next());
    }

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    static Stream<VitConfig> models() {
        return Stream.of(
                PLAIN,
                PLAIN.withVariant(VitVariant.BEIT).withLayerScale(0.1),
                PLAIN.withVariant(VitVariant.BEIT.withRelativePositions(RelativePositions.PER_BLOCK)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyParameterHelpsToPredictTheHiddenWordsOfABatch(VitConfig model) {
        Beit method = method(model);
        AdamW optimizer = new AdamW(
                backend, List.of(new ParameterGroup(method.network().parameters(), 1, 1)), AdamW.Settings.DEFAULT);
        float first = step(method, optimizer);
        float last = first;
        for (int step = 1; step < 30; step++) {
            last = step(method, optimizer);
        }
        assertThat(first).isCloseTo((float) Math.log(8), within(0.1f));
        assertThat(last).isLessThan(0.7f * first);
    }

    private float step(Beit method, AdamW optimizer) {
        try (TensorScope inner = TensorScope.open();
                Tape tape = Tape.record()) {
            Losses losses = method.loss(batch(0), new Step(0, SEED));
            Gradients gradients = tape.backward(losses.total());
            for (Map.Entry<String, Parameter> parameter :
                    method.network().parameters().entrySet()) {
                assertThat(gradients.of(parameter.getValue().tensor()))
                        .as(parameter.getKey())
                        .isPresent();
            }
            optimizer.step(gradients, new StepRates(2e-2, 0));
            assertThat(losses.terms()).containsOnlyKeys("mim", "accuracy");
            assertThat(losses.term("accuracy").item()).isBetween(0f, 1f);
            return losses.total().item();
        }
    }

    @Test
    void whatIsBehindTheMaskIsNotSeen() {
        Beit method = method(PLAIN);
        ImageBatch images = batch(0);
        PatchMask mask = new PatchMask(16, new int[] {16, 16, 16, 16}, all());
        Tensor rows = method.network().encodeMasked(images.images(), mask, List.of());
        Tensor ofOthers = method.network().encodeMasked(images.images().negate(), mask, List.of());
        assertThat(ofOthers.toFloats()).containsExactly(rows.toFloats());
    }

    private static int[] all() {
        int[] all = new int[64];
        for (int i = 0; i < all.length; i++) {
            all[i] = i % 16;
        }
        return all;
    }

    @Test
    void predictsOneWordForEveryHiddenPatch() {
        Beit method = method(PLAIN);
        // The bias alone decides: every word is 3.
        Objects.requireNonNull(method.network().parameters().get("lm_head.bias"))
                .assign(new float[] {0, 0, 0, 100, 0, 0, 0, 0});
        WordPredictions predictions = method.predict(batch(0), SEED);
        assertThat(predictions.hidden()).isEqualTo(method.mask(4, SEED));
        assertThat(predictions.words())
                .hasSize(predictions.hidden().numMasked())
                .containsOnly(3);
    }

    /** SplitMask's ablation without the split is BEiT with exactly half of the patches masked. */
    @Test
    void splitMaskWithoutTheSplitHidesHalfOfThePatches() {
        WordPredictor other = (WordPredictor)
                SplitMaskRecipe.PAPER.withoutSplit().create(context(PLAIN.withVariant(VitVariant.BEIT)));
        WordPredictions predictions = other.predict(batch(0), SEED);
        assertThat(predictions.hidden().counts()).containsOnly(8);
        assertThat(predictions.words()).hasSize(32);
    }

    /** Two sets that each leave out three quarters do not cover the image: all but the first are hidden. */
    @Test
    void splitMaskWithoutTheSplitHidesThreeQuartersOnSmallData() {
        WordPredictor other =
                (WordPredictor) SplitMaskRecipe.SMALL_DATA.withoutSplit().create(context(PLAIN));
        WordPredictions predictions = other.predict(batch(0), SEED);
        assertThat(predictions.hidden().counts()).containsOnly(12);
        assertThat(predictions.words()).hasSize(48);
        SplitMask method = (SplitMask) other;
        int[] tokens = new int[64];
        for (int image = 0; image < 4; image++) {
            for (int seen : Arrays.copyOfRange(method.split(4, SEED).indexA(), 4 * image, 4 * image + 4)) {
                tokens[16 * image + seen] = -1;
            }
        }
        assertThatCode(() -> method.loss(batch(0).images(), tokens, method.split(4, SEED), List.of()))
                .as("no word of a patch that is seen is a target")
                .doesNotThrowAnyException();
    }

    @Test
    void splitMaskRejectsModelsThatNeedWholeImages() {
        assertThatThrownBy(() -> SplitMaskRecipe.PAPER.create(context(PLAIN.withVariant(VitVariant.BEIT))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("splitmask: expected a model with absolute and without relative positions");
    }

    @Test
    void settingsAreThoseOfThePaperAndCanBeChanged() {
        assertThat(ENTRY.recipe(Map.of("maskRatio", "0.5", "minBlock", "4"))).isEqualTo(new BeitRecipe(0.5, 4, 75));
        assertThat(BeitRecipe.PUBLISHED.maskRatio()).isEqualTo(75.0 / 196);
        assertThatThrownBy(() -> ENTRY.recipe(Map.of("maskRatio", "1.5")))
                .hasMessageContaining("expected maskRatio above 0 and below 1, got 1.5");
    }
}
