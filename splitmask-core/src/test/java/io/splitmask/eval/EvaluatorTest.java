package io.splitmask.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.data.Batch;
import io.splitmask.data.View;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final VitConfig CONFIG = new VitConfig(4, 4, 4, 4, 1, 1, 1, 0);

    private final Backend backend =
            new CheckedBackend(Backends.open(ReferenceBackendProvider.NAME, BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    /** With all other weights at 0 the logits of any image are the biases of the head. */
    private VitClassifier withLogits(float... logits) {
        VitClassifier classifier = new VitClassifier(backend, CONFIG, logits.length);
        Objects.requireNonNull(classifier.parameters().get("head.bias")).assign(logits);
        return classifier;
    }

    private static Batch labelled(int firstIndex, int... labels) {
        int[] indices = IntStream.range(firstIndex, firstIndex + labels.length).toArray();
        return new Batch(List.of(View.of(4, new float[48 * labels.length])), labels, indices);
    }

    private static Evaluation evaluate(VitClassifier classifier, Batch... batches) throws IOException {
        return new Evaluator(classifier).evaluate(List.of(batches).iterator());
    }

    @Test
    void countsTheBestAndTheFiveBest() throws IOException {
        Evaluation evaluation = evaluate(withLogits(0, 6, 5, 4, 3, 2, 1), labelled(0, 1, 2, 5), labelled(3, 6, 0));
        assertThat(evaluation.predictions()).extracting(Prediction::rank).containsExactly(0, 1, 4, 5, 6);
        assertThat(evaluation.predictions()).extracting(Prediction::predicted).containsOnly(1);
        assertThat(evaluation.predictions()).extracting(Prediction::index).containsExactly(0, 1, 2, 3, 4);
        assertThat(evaluation.top1()).isEqualTo(1 / 5.0);
        assertThat(evaluation.top5()).isEqualTo(3 / 5.0);
    }

    @Test
    void equalLogitsRankByClass() throws IOException {
        Evaluation evaluation = evaluate(withLogits(1, 2, 2), labelled(0, 0, 1, 2));
        assertThat(evaluation.predictions()).extracting(Prediction::rank).containsExactly(2, 0, 1);
        assertThat(evaluation.predictions()).extracting(Prediction::predicted).containsOnly(1);
    }

    @Test
    void givesTheProbabilityOfThePredictedClass() throws IOException {
        Evaluation evaluation = evaluate(withLogits(1000, (float) (1000 - Math.log(3))), labelled(0, 1));
        assertThat(evaluation.predictions().get(0).probability()).isCloseTo(0.75, within(1e-4));
    }

    @Test
    void imagesWithoutLabelDoNotCount() throws IOException {
        Evaluation evaluation = evaluate(withLogits(1, 2), labelled(0, 1, -1, 0));
        assertThat(evaluation.predictions()).hasSize(3);
        assertThat(evaluation.labelled()).isEqualTo(2);
        assertThat(evaluation.top1()).isEqualTo(0.5);
        assertThat(evaluate(withLogits(1, 2), labelled(0, -1)).top1()).isNaN();
    }

    @Test
    void rejectsLabelsAndLogitsThatMakeNoSense() {
        assertThatThrownBy(() -> evaluate(withLogits(1, 2), labelled(4, 0, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("evaluation: expected labels from 0 to 1, got 2 for image 5");
        assertThatThrownBy(() -> evaluate(withLogits(1, Float.NaN), labelled(7, 0)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("evaluation: expected finite logits, got NaN for image 7");
    }
}
