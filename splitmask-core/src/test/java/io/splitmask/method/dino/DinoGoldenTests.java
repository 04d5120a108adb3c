package io.splitmask.method.dino;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.method.GoldenTraining;
import io.splitmask.method.Losses;
import io.splitmask.method.RunLength;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.PatchGrid;
import io.splitmask.optim.AdamW;
import io.splitmask.spi.Backend;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tck.golden.GoldenTensors;
import io.splitmask.tck.golden.GoldenTests;
import io.splitmask.tck.golden.GoldenVit;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** DINO against an independent implementation: outputs, loss, every gradient, both networks and the centre after a step. */
abstract class DinoGoldenTests extends GoldenTests {
    @TestFactory
    Stream<DynamicNode> agreesWithTheStoredStep() {
        return family("dino", (golden, backend) -> new Check(golden, backend).run());
    }

    /** One case. */
    private static final class Check {
        private final GoldenCase golden;
        private final Backend backend;
        private final Dino method;

        Check(GoldenCase golden, Backend backend) {
            this.golden = golden;
            this.backend = backend;
            JsonNode c = golden.config();
            DinoRecipe recipe = new DinoRecipe(
                    c.path("head_out").intValue(),
                    c.path("head_hidden").intValue(),
                    c.path("head_bottleneck").intValue(),
                    c.path("student_temp").doubleValue(),
                    c.path("teacher_temp").doubleValue(),
                    c.path("teacher_temp").doubleValue(),
                    0,
                    c.path("center_momentum").doubleValue(),
                    c.path("teacher_momentum").doubleValue(),
                    0);
            method = new Dino(backend, GoldenVit.config(c), recipe, new RunLength(100, 10), 0);
        }

        void run() {
            GoldenTensors.load(golden, "w/student.", method.network().parameters());
            GoldenTensors.load(golden, "w/teacher.", method.teacher().parameters());
            method.centre().assign(golden.tensor("in/center").floats());
            List<Tensor> crops = crops();
            checkOutputs(crops);
            AdamW optimizer = GoldenTraining.optimizer(backend, golden, method, "student.");
            golden.assertScalar("loss", step(crops, optimizer));
            GoldenTensors.checkParameters(
                    golden, "after/student.", method.network().parameters());
            GoldenTensors.checkParameters(
                    golden, "after/teacher.", method.teacher().parameters());
            GoldenTensors.check(golden, "out/center", method.centre().tensor());
            golden.assertScalar(
                    "loss_next", method.loss(crops, List.of(), 1).total().item());
        }

        private List<Tensor> crops() {
            List<Tensor> crops = new ArrayList<>();
            while (golden.hasTensor("in/crop." + crops.size())) {
                crops.add(GoldenTensors.floats(backend, golden, "in/crop." + crops.size()));
            }
            assertThat(crops).hasSize(2 + golden.config().path("local_crops").intValue());
            return crops;
        }

        private void checkOutputs(List<Tensor> crops) {
            try (TensorScope scope = TensorScope.open()) {
                JsonNode local = golden.config().path("local_grid");
                PatchGrid grid =
                        new PatchGrid(local.path(0).intValue(), local.path(1).intValue());
                Parameter positions =
                        Objects.requireNonNull(method.network().parameters().get("pos_embed"));
                Tensor cls = positions.tensor().slice(1, 0, 1);
                GoldenTensors.check(
                        golden,
                        "out/local_pos_embed",
                        Tensor.concat(List.of(cls, method.backbone().positions(grid)), 1));
                GoldenTensors.check(golden, "out/student", method.student().forward(crops, List.of()));
                GoldenTensors.check(golden, "out/teacher", method.teach(crops));
            }
        }

        private double step(List<Tensor> crops, AdamW optimizer) {
            try (TensorScope scope = TensorScope.open();
                    Tape tape = Tape.record()) {
                Losses losses = method.loss(crops, List.of(), 0);
                Gradients gradients = tape.backward(losses.total());
                GoldenTensors.checkGradients(
                        golden, "grad/student.", gradients, method.network().parameters());
                assertThat(golden.tensorNames("grad/"))
                        .hasSameSizeAs(method.network().parameters().keySet());
                optimizer.step(gradients, GoldenTraining.rates(golden));
                method.afterStep(0);
                return losses.total().item();
            }
        }
    }
}
