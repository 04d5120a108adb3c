package io.splitmask.method.beit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.masking.PatchMask;
import io.splitmask.method.FixedVocabulary;
import io.splitmask.method.GoldenSteps;
import io.splitmask.method.Losses;
import io.splitmask.spi.Backend;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tck.golden.GoldenTensors;
import io.splitmask.tck.golden.GoldenTests;
import io.splitmask.tck.golden.GoldenVit;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** BEiT against an independent implementation: logits, loss, accuracy, every gradient, and weights after the steps. */
abstract class BeitGoldenTests extends GoldenTests {
    @TestFactory
    Stream<DynamicNode> agreesWithTheStoredSteps() {
        return family("beit_mim", (golden, backend) -> check(backend, golden));
    }

    private static void check(Backend backend, GoldenCase golden) {
        try (TensorScope model = TensorScope.open()) {
            Beit method = method(backend, golden.config());
            GoldenTensors.load(golden, "w/", method.network().parameters());
            checkOutputs(method, golden);
            GoldenSteps.check(
                    golden, "losses", method, () -> losses(method, golden).total());
        }
    }

    private static Beit method(Backend backend, JsonNode c) {
        FixedVocabulary words = new FixedVocabulary(c.path("vocab").asInt());
        return new Beit(backend, GoldenVit.config(c), BeitRecipe.PUBLISHED, words, 0);
    }

    private static PatchMask mask(GoldenCase golden) {
        return new PatchMask(
                golden.config().path("num_patches").asInt(),
                golden.tensor("in/mask_count").ints(),
                golden.tensor("in/mask_index").ints());
    }

    private static Tensor images(Beit method, GoldenCase golden) {
        return GoldenTensors.floats(method.network().backend(), golden, "in/images");
    }

    private static Losses losses(Beit method, GoldenCase golden) {
        return method.loss(images(method, golden), golden.tensor("in/tokens").ints(), mask(golden), List.of());
    }

    private static void checkOutputs(Beit method, GoldenCase golden) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor rows = method.network().encodeMasked(images(method, golden), mask(golden), List.of());
            GoldenTensors.check(golden, "out/logits", method.network().lmHead().logits(rows));
            Losses losses = losses(method, golden);
            golden.assertScalar("loss", losses.total().item());
            golden.assertScalar("loss", losses.term("mim").item());
            // A share of so few patches that its float gives back the number of hits.
            int masked = mask(golden).numMasked();
            long hits = Math.round((double) losses.term("accuracy").item() * masked);
            golden.assertScalar("accuracy", (double) hits / masked);
            assertThat(losses.term("accuracy").item()).isEqualTo((float) golden.scalar("accuracy"));
        }
    }
}
