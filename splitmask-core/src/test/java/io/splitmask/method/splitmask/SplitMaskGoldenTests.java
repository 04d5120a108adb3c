package io.splitmask.method.splitmask;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.masking.MaskingKind;
import io.splitmask.masking.Split;
import io.splitmask.method.FixedVocabulary;
import io.splitmask.method.GoldenSteps;
import io.splitmask.method.Losses;
import io.splitmask.nn.Parameter;
import io.splitmask.spi.Backend;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tck.golden.GoldenTests;
import io.splitmask.tck.golden.GoldenVit;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** SplitMask against an independent implementation: losses, outputs, every gradient, and weights after the steps. */
abstract class SplitMaskGoldenTests extends GoldenTests {
    @TestFactory
    Stream<DynamicNode> agreesWithTheStoredSteps() {
        return family("splitmask", (golden, backend) -> check(backend, golden));
    }

    private static void check(Backend backend, GoldenCase golden) {
        try (TensorScope model = TensorScope.open()) {
            SplitMask method = method(backend, golden.config());
            Map<String, Parameter> parameters = method.network().parameters();
            assertThat(golden.tensorNames("w/")).as("parameter names").hasSameSizeAs(parameters.keySet());
            parameters.forEach((name, parameter) ->
                    parameter.assign(golden.tensor("w/" + name).floats()));
            checkOutputs(method, golden);
            GoldenSteps.check(
                    golden, "totals", method, () -> losses(method, golden).total());
        }
    }

    private static SplitMask method(Backend backend, JsonNode c) {
        SplitMaskRecipe recipe = new SplitMaskRecipe(
                true,
                0.5,
                MaskingKind.BLOCK,
                c.path("tau").asDouble(),
                c.path("mim_weight").asDouble(),
                c.path("contrastive_weight").asDouble(),
                c.path("decoder_depth").asInt());
        return new SplitMask(
                backend,
                GoldenVit.config(c),
                recipe,
                new FixedVocabulary(c.path("vocab").asInt()),
                0);
    }

    private static Split split(GoldenCase golden) {
        return new Split(
                golden.tensor("in/index_a").shape().dim(0),
                golden.config().path("num_patches").asInt(),
                golden.tensor("in/index_a").ints(),
                golden.tensor("in/index_b").ints());
    }

    private static Tensor images(SplitMask method, GoldenCase golden) {
        var images = golden.tensor("in/images");
        return Tensor.of(
                method.network().backend(), images.floats(), images.shape().toArray());
    }

    private static Losses losses(SplitMask method, GoldenCase golden) {
        return method.loss(images(method, golden), golden.tensor("in/tokens").ints(), split(golden), List.of());
    }

    private static void checkOutputs(SplitMask method, GoldenCase golden) {
        try (TensorScope scope = TensorScope.open()) {
            Split split = split(golden);
            SplitViews views = method.views(images(method, golden), split, List.of());
            golden.assertTensor("out/descriptor_a", views.descriptorA().toFloats());
            golden.assertTensor("out/descriptor_b", views.descriptorB().toFloats());
            Tensor logits = method.logits(views.missing());
            int rowsA = split.missingA().length;
            golden.assertTensor("out/logits_a", logits.slice(0, 0, rowsA).toFloats());
            golden.assertTensor(
                    "out/logits_b", logits.slice(0, rowsA, logits.dim(0)).toFloats());
            Losses losses = losses(method, golden);
            golden.assertScalar("mim", losses.term("inpaint").item());
            golden.assertScalar("contrastive", losses.term("match").item());
            golden.assertScalar("total", losses.total().item());
        }
    }
}
