package io.splitmask.train;

import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.data.Batch;
import io.splitmask.method.Losses;
import io.splitmask.method.Step;
import io.splitmask.nn.Parameter;
import io.splitmask.optim.GradientClipping;
import io.splitmask.optim.Optimizer;
import io.splitmask.optim.Schedule;
import io.splitmask.optim.StepRates;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One optimizer step: loss, gradients, clipping, update. What is random in it depends on its number alone. */
final class TrainingStep {
    /**
     * What a step gave.
     *
     * @param problem what is not finite, in which case the optimizer did nothing; empty if all is well
     */
    record Outcome(float loss, Map<String, Float> terms, double learningRate, double gradientNorm, String problem) {}

    private final TrainingTask task;
    private final Optimizer optimizer;
    private final Schedule learningRates;
    private final Schedule weightDecays;
    private final GradientClipping clipping;
    private final SplittableSeed seed;
    private final Backend backend;
    private final TrainedParameters trained;

    TrainingStep(TrainingTask task, Optimizer optimizer, TrainingSettings settings) {
        this.task = task;
        this.optimizer = optimizer;
        this.learningRates = settings.optimizer().learningRateSchedule(settings.totalSteps(), settings.warmupSteps());
        this.weightDecays = settings.optimizer().weightDecaySchedule(settings.totalSteps());
        this.clipping = settings.clipping();
        this.seed = SplittableSeed.of(settings.seed()).child("step");
        this.backend = task.network().backend();
        this.trained = new TrainedParameters(task.network().parameters(), task.parameterGroups());
    }

    /**
     * Takes a step.
     *
     * @param step its number, from 0
     */
    Outcome take(Batch batch, long step) {
        double learningRate = learningRates.at(step);
        try (TensorScope scope = TensorScope.open()) {
            Losses losses;
            float loss;
            Gradients gradients;
            try (Tape tape = Tape.record()) {
                losses = task.loss(batch, new Step(step, seed.child(step)));
                loss = losses.total().item();
                if (!Float.isFinite(loss)) {
                    return new Outcome(loss, terms(losses), learningRate, Double.NaN, "the loss is " + loss);
                }
                gradients = tape.backward(losses.total());
            }
            List<Parameter> parameters = trained.inStep(step);
            double norm = GradientClipping.globalNorm(backend, gradients, parameters);
            if (!Double.isFinite(norm)) {
                return new Outcome(loss, terms(losses), learningRate, norm, "the gradient norm is " + norm);
            }
            GradientClipping.Clipped clipped = clipping.clip(backend, gradients, parameters, norm);
            optimizer.step(clipped.gradients(), new StepRates(learningRate, weightDecays.at(step), clipped.scale()));
            task.afterStep(step);
            return new Outcome(loss, terms(losses), learningRate, norm, "");
        }
    }

    private static Map<String, Float> terms(Losses losses) {
        Map<String, Float> terms = new LinkedHashMap<>();
        losses.terms().forEach((name, term) -> terms.put(name, term.item()));
        return terms;
    }
}
