package io.splitmask.method.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.autograd.Tape;
import io.splitmask.data.Batch;
import io.splitmask.data.View;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.MethodContext;
import io.splitmask.method.MethodEntry;
import io.splitmask.method.Methods;
import io.splitmask.method.RunLength;
import io.splitmask.method.Step;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.random.SplittableSeed;
import io.splitmask.recipe.MixRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupervisedTest {
    private static final VitConfig CONFIG = new VitConfig(4, 4, 2, 8, 1, 2, 2, 0);
    private static final MethodEntry ENTRY = new MethodCatalogue(Methods.known()).entry("supervised");

    private final Backend backend =
            new CheckedBackend(Backends.open(ReferenceBackendProvider.NAME, BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    private MethodContext context(int classes) {
        return new MethodContext(
                backend,
                CONFIG,
                () -> {
                    throw new AssertionError("labels are no words");
                },
                classes,
                0.1,
                new RunLength(10, 5));
    }

    private static ImageBatch batch(Backend backend, int... labels) {
        return new ImageBatch(
                backend, new Batch(List.of(View.of(4, new float[48 * labels.length])), labels, new int[] {70, 71}));
    }

    private static Losses loss(Supervised method, ImageBatch batch) {
        try (Tape tape = Tape.record()) {
            return method.loss(batch, new Step(0, SplittableSeed.of(3)));
        }
    }

    @Test
    void startsFromTheLossOfAGuess() {
        Supervised method = (Supervised) ENTRY.recipe().create(context(5));
        method.initialise(SplittableSeed.of(1));
        assertThat(method.network().parameters()).containsKeys("norm.weight", "head.bias");
        Losses losses = loss(method, batch(backend, 0, 4));
        assertThat((double) losses.total().item()).isCloseTo(Math.log(5), within(0.05));
        assertThat(losses.terms()).containsOnlyKeys("accuracy");
    }

    @Test
    void unlabelledImagesAreRejectedAtOnceOrByName() {
        assertThatThrownBy(() -> ENTRY.recipe().create(context(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("supervised: expected labelled images, got none with a label; put each class into a folder"
                        + " of its own, or choose a method that needs no labels");
        Supervised method = (Supervised) ENTRY.recipe().create(context(5));
        assertThatThrownBy(() -> loss(method, batch(backend, 0, -1)))
                .hasMessage("supervised: expected labels from 0 to 4, got -1 for image 71");
    }

    @Test
    void labelsOfMoreClassesThanTheNetworkHasMeetNoKernel() {
        VitClassifier network = new VitClassifier(backend, CONFIG, 5);
        Classification classification =
                new Classification(network, new Classification.Settings(0, 0, MixRecipe.NONE), "test");
        Tensor images = Tensor.full(backend, 0, Shape.of(2, 3, 4, 4));
        assertThatThrownBy(() -> classification.loss(images, new int[] {0, 5}, Optional.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected indices in 0..4, got 5");
    }

    @Test
    void everyNumberOfTheMixIsASetting() {
        SupervisedRecipe changed =
                (SupervisedRecipe) ENTRY.recipe(Map.of("mixupAlpha", "0", "cutmixAlpha", "0", "mixProbability", "0"));
        assertThat(changed.mix()).isEqualTo(new MixRecipe(0, 0, 0, 0.5));
        assertThat(SupervisedRecipe.DEIT.mix()).isEqualTo(MixRecipe.PAPER);
        assertThatThrownBy(() -> new SupervisedRecipe(1, 0.8, 1, 1, 0.5)).hasMessageContaining("labelSmoothing");
        assertThatThrownBy(() -> new SupervisedRecipe(0.1, 0.8, 1, 2, 0.5)).hasMessageContaining("probability");
        assertThat(ENTRY.training().updates()).isEqualTo(300L * 1251);
        assertThat(ENTRY.training().optimizer().learningRate()).isEqualTo(1e-3);
    }
}
