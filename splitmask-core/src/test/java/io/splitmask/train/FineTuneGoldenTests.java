package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.method.GoldenTraining;
import io.splitmask.method.supervised.Box;
import io.splitmask.method.supervised.Classification;
import io.splitmask.method.supervised.Mix;
import io.splitmask.nn.DropPath;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.optim.AdamW;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.MixRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tck.golden.GoldenTensors;
import io.splitmask.tck.golden.GoldenTests;
import io.splitmask.tck.golden.GoldenVit;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Fine-tuning against an independent implementation: mixing, targets, losses, every gradient, rates and weights. */
abstract class FineTuneGoldenTests extends GoldenTests {
    @TestFactory
    Stream<DynamicNode> agreesWithTheStoredSteps() {
        return family("finetune", (golden, backend) -> new Check(golden, backend).run());
    }

    /** One case. */
    private static final class Check {
        private final GoldenCase golden;
        private final Backend backend;
        private final VitClassifier network;
        private final FineTuneSettings settings;
        private final Classification classification;
        private final int[] labels;
        private final Mix mix;

        Check(GoldenCase golden, Backend backend) {
            this.golden = golden;
            this.backend = backend;
            JsonNode c = golden.config();
            VitConfig config = GoldenVit.config(c);
            network = new VitClassifier(backend, config, c.path("classes").intValue());
            settings = settings(golden);
            classification = new Classification(network, settings.loss(), "golden case");
            labels = golden.tensor("in/labels").ints();
            mix = mix(golden, config);
        }

        private static FineTuneSettings settings(GoldenCase golden) {
            JsonNode c = golden.config();
            JsonNode o = golden.json().path("optimizer");
            double weightDecay = o.path("weight_decay").doubleValue();
            TrainingSettings training = TinyRun.settings(10, CheckpointSettings.everySteps(1));
            AdamwRecipe optimizer = AdamwRecipe.of(o.path("lr").doubleValue(), 0, weightDecay);
            return new FineTuneSettings(
                    new TrainingSettings(10, 0, optimizer, training.clipping(), training.checkpoints(), 1),
                    new Classification.Settings(
                            c.path("label_smoothing").doubleValue(),
                            c.path("drop_path_rate").doubleValue(),
                            MixRecipe.PAPER),
                    c.path("layer_decay").doubleValue(),
                    1,
                    0);
        }

        private static Mix mix(GoldenCase golden, VitConfig config) {
            int[] partners = golden.tensor("in/perm").ints();
            double lambda = golden.config().path("lambda").doubleValue();
            if (!golden.config().path("mix").asText().equals("cutmix")) {
                return Mix.mixup(partners, lambda);
            }
            int[] box = golden.tensor("in/box").ints();
            Mix mix = Mix.cutmix(
                    partners, new Box(box[0], box[1], box[2], box[3]), config.imageHeight(), config.imageWidth());
            assertThat(mix.share()).as("%s, lambda", golden).isCloseTo(lambda, within(1e-7));
            return mix;
        }

        void run() {
            GoldenTensors.load(golden, "w/", network.parameters());
            checkOutputs();
            AdamW optimizer = optimizer();
            List<Double> losses = new ArrayList<>();
            int steps = golden.json().path("optimizer").path("steps").intValue();
            for (int step = 0; step < steps; step++) {
                losses.add(step(optimizer, step == 0));
            }
            try (TensorScope scope = TensorScope.open()) {
                losses.add((double) loss().item());
            }
            golden.assertScalarList(
                    "losses", losses.stream().mapToDouble(Double::doubleValue).toArray());
            GoldenTensors.checkParameters(golden, "after/", network.parameters());
        }

        private void checkOutputs() {
            try (TensorScope scope = TensorScope.open()) {
                Tensor images = GoldenTensors.floats(backend, golden, "in/images");
                GoldenTensors.check(golden, "out/eval_logits", network.forward(images));
                Tensor mixed = mix.images(images);
                GoldenTensors.check(golden, "out/mixed_images", mixed);
                golden.assertTensor(
                        "out/targets",
                        mix.targets(labels, network.classes(), settings.loss().labelSmoothing()));
                VisionTransformer backbone = network.backbone();
                Tensor encoded = backbone.encode(backbone.embed(mixed), dropPath());
                GoldenTensors.check(golden, "out/pooled", VisionTransformer.meanOfPatches(encoded));
                GoldenTensors.check(golden, "out/fc_norm", network.features(mixed, dropPath()));
                GoldenTensors.check(golden, "out/logits", network.forward(mixed, dropPath()));
                golden.assertScalar("loss", loss().item());
            }
        }

        private Tensor loss() {
            Tensor images = GoldenTensors.floats(backend, golden, "in/images");
            return classification
                    .loss(images, labels, Optional.of(mix), dropPath())
                    .total();
        }

        /** The stored choices over the library's probabilities. */
        private List<DropPath.Factors> dropPath() {
            int depth = network.backbone().config().depth();
            int batch = labels.length;
            int[] keep = golden.tensor("in/drop_path_keep").ints(); // [L, 2, B]
            List<DropPath.Factors> factors = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                double probability = DropPath.keepProbability(settings.loss().dropPath(), i, depth);
                assertThat(golden.config().path("keep_prob").path(i).doubleValue())
                        .isCloseTo(probability, within(1e-12));
                factors.add(new DropPath.Factors(
                        factor(keep, 2 * i * batch, batch, probability),
                        factor(keep, (2 * i + 1) * batch, batch, probability)));
            }
            return factors;
        }

        private Tensor factor(int[] keep, int start, int batch, double probability) {
            float[] values = new float[batch];
            for (int b = 0; b < batch; b++) {
                values[b] = (float) (keep[start + b] / probability);
            }
            return Tensor.of(backend, values, batch, 1, 1);
        }

        private double step(AdamW optimizer, boolean checkGradients) {
            try (TensorScope scope = TensorScope.open();
                    Tape tape = Tape.record()) {
                Tensor loss = loss();
                Gradients gradients = tape.backward(loss);
                if (checkGradients) {
                    GoldenTensors.checkGradients(golden, "grad/", gradients, network.parameters());
                }
                optimizer.step(gradients, GoldenTraining.rates(golden));
                return loss.item();
            }
        }

        /** The groups of fine-tuning, compared with the rates of the case. */
        private AdamW optimizer() {
            List<ParameterGroup> groups = new FineTuningTask(network, settings, Optional.empty()).parameterGroups();
            JsonNode stored = golden.json().path("optimizer");
            Map<String, Double> scales = new TreeMap<>();
            Set<String> undecayed = new TreeSet<>();
            for (ParameterGroup group : groups) {
                for (String name : group.parameters().keySet()) {
                    scales.put(name, group.learningRateScale());
                    if (group.weightDecayScale() == 0) {
                        undecayed.add(name);
                    }
                }
            }
            assertThat(scales).hasSameSizeAs(stored.path("lr_scale").properties());
            scales.forEach((name, scale) -> assertThat(scale)
                    .as(name)
                    .isCloseTo(stored.path("lr_scale").path(name).doubleValue(), within(1e-12)));
            Set<String> exempt = new TreeSet<>();
            stored.path("no_weight_decay").forEach(name -> exempt.add(name.textValue()));
            assertThat(undecayed).isEqualTo(exempt);
            return new AdamW(
                    backend,
                    groups,
                    new AdamW.Settings(
                            stored.path("beta1").doubleValue(),
                            stored.path("beta2").doubleValue(),
                            stored.path("eps").doubleValue()));
        }
    }
}
