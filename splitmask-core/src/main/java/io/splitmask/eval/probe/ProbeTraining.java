package io.splitmask.eval.probe;

import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.loss.CrossEntropy;
import io.splitmask.optim.Optimizer;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.optim.Schedule;
import io.splitmask.optim.StepRates;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The epochs of a linear probe. Each has whole batches in an order of its own; what is left over is left out. */
final class ProbeTraining {
    private final ProbeNetwork network;
    private final ProbeRecipe recipe;
    private final FeatureTable features;
    private final SplittableSeed seed;
    private final int batch;
    private final int stepsPerEpoch;
    private final Optimizer optimizer;
    private final Schedule learningRates;

    /**
     * Prepares the training.
     *
     * @param seed of the order of images
     */
    ProbeTraining(ProbeNetwork network, ProbeRecipe recipe, FeatureTable features, SplittableSeed seed) {
        this.network = network;
        this.recipe = recipe;
        this.features = features;
        this.seed = seed;
        batch = Math.min(recipe.batchSize(), features.rows());
        stepsPerEpoch = features.rows() / batch;
        optimizer =
                recipe.optimizer().create(network.backend(), List.of(new ParameterGroup(network.parameters(), 1, 1)));
        learningRates = recipe.learningRates(batch, stepsPerEpoch);
    }

    ProbeResult run(ProbeScoring test) {
        List<Double> topOne = new ArrayList<>();
        double loss = 0;
        for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
            loss = epoch(epoch);
            topOne.add(test.topOne());
        }
        return new ProbeResult(test.evaluate(), topOne, loss, true);
    }

    private double epoch(int epoch) {
        int[] order = IntStream.range(0, features.rows()).toArray();
        seed.child(epoch).stream().shuffle(order);
        double sum = 0;
        for (int step = 0; step < stepsPerEpoch; step++) {
            sum += step(order, step * batch, (long) epoch * stepsPerEpoch + step);
        }
        return sum / stepsPerEpoch;
    }

    private double step(int[] order, int start, long number) {
        float[] values = new float[Math.multiplyExact(batch, features.width())];
        int[] labels = new int[batch];
        for (int b = 0; b < batch; b++) {
            features.copyRow(order[start + b], values, b * features.width());
            labels[b] = features.label(order[start + b]);
        }
        try (TensorScope scope = TensorScope.open();
                Tape tape = Tape.record()) {
            Tensor logits = network.train(Tensor.of(network.backend(), values, batch, features.width()));
            Tensor loss = CrossEntropy.of(logits, Tensor.ofInts(network.backend(), labels, batch));
            float value = loss.item();
            if (!Float.isFinite(value)) {
                throw new ArithmeticException(LinearProbe.TASK + ": expected a finite loss, got " + value + " in step "
                        + (number + 1) + " at learning rate " + learningRates.at(number)
                        + "; try a lower learning rate");
            }
            Gradients gradients = tape.backward(loss);
            optimizer.step(gradients, new StepRates(learningRates.at(number), recipe.weightDecay()));
            return value;
        }
    }
}
