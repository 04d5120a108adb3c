package io.splitmask.method.mocov3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.method.GoldenTraining;
import io.splitmask.method.Losses;
import io.splitmask.method.RunLength;
import io.splitmask.nn.Parameter;
import io.splitmask.optim.AdamW;
import io.splitmask.spi.Backend;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tck.golden.GoldenTensors;
import io.splitmask.tck.golden.GoldenTests;
import io.splitmask.tck.golden.GoldenVit;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** MoCo v3 against an independent implementation: outputs, losses, every gradient, all weights and running statistics. */
abstract class MocoV3GoldenTests extends GoldenTests {
    @TestFactory
    Stream<DynamicNode> agreesWithTheStoredStep() {
        return family("moco_v3", (golden, backend) -> new Check(golden, backend).run());
    }

    /** One case. */
    private static final class Check {
        private final GoldenCase golden;
        private final Backend backend;
        private final MocoV3 method;

        Check(GoldenCase golden, Backend backend) {
            this.golden = golden;
            this.backend = backend;
            JsonNode c = golden.config();
            MocoV3Recipe recipe = new MocoV3Recipe(
                    c.path("mlp_hidden").intValue(),
                    c.path("mlp_out").intValue(),
                    c.path("tau").doubleValue(),
                    c.path("momentum").doubleValue());
            method = new MocoV3(backend, GoldenVit.config(c), recipe, new RunLength(100, 10), 0);
        }

        void run() {
            Map<String, Parameter> all = all();
            GoldenTensors.load(golden, "w/", all);
            AdamW optimizer = GoldenTraining.optimizer(backend, golden, method, "");
            step(optimizer);
            GoldenTensors.checkParameters(golden, "after/", all);
            // Once more as the first step: the case keeps the momentum.
            try (TensorScope scope = TensorScope.open()) {
                golden.assertScalar("loss_next", method.loss(views()).total().item());
            }
        }

        private Map<String, Parameter> all() {
            Map<String, Parameter> all = new LinkedHashMap<>(method.network().parameters());
            all.putAll(method.network().statistics());
            method.momentumEncoder().parameters().forEach((name, value) -> all.put("momentum_encoder." + name, value));
            method.momentumEncoder().statistics().forEach((name, value) -> all.put("momentum_encoder." + name, value));
            return all;
        }

        private MocoViews views() {
            Tensor images1 = GoldenTensors.floats(backend, golden, "in/images1");
            Tensor images2 = GoldenTensors.floats(backend, golden, "in/images2");
            return method.views(images1, images2, List.of(), 0);
        }

        private void step(AdamW optimizer) {
            try (TensorScope scope = TensorScope.open();
                    Tape tape = Tape.record()) {
                MocoViews views = views();
                GoldenTensors.check(golden, "out/q1", views.query1());
                GoldenTensors.check(golden, "out/q2", views.query2());
                GoldenTensors.check(golden, "out/k1", views.key1());
                GoldenTensors.check(golden, "out/k2", views.key2());
                Losses losses = method.loss(views);
                golden.assertScalar("loss_q1k2", losses.term("query1").item());
                golden.assertScalar("loss_q2k1", losses.term("query2").item());
                golden.assertScalar("loss", losses.total().item());
                Gradients gradients = tape.backward(losses.total());
                GoldenTensors.checkGradients(
                        golden, "grad/", gradients, method.network().parameters());
                assertThat(golden.tensorNames("grad/"))
                        .hasSize(method.network().parameters().size()
                                - golden.json().path("frozen").size());
                optimizer.step(gradients, GoldenTraining.rates(golden));
                method.afterStep(0);
            }
        }
    }
}
