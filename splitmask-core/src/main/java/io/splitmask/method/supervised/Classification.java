package io.splitmask.method.supervised;

import io.splitmask.autograd.Tape;
import io.splitmask.config.Problems;
import io.splitmask.loss.CrossEntropy;
import io.splitmask.loss.SoftCrossEntropy;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.Step;
import io.splitmask.nn.DropPath;
import io.splitmask.nn.VitClassifier;
import io.splitmask.random.SplittableSeed;
import io.splitmask.recipe.MixRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The loss of a classifier: cross entropy against smoothed labels, with mixup or CutMix within the batch and stochastic
 * depth. It reports {@code accuracy}, the share of images whose largest logit is their label; of a mixed image, the label
 * with the larger share.
 *
 * @see "golden cases, section 11; recipes, sections 2.7 and 4.1"
 */
public final class Classification {
    /**
     * How a classifier is kept from learning images by heart.
     *
     * @param labelSmoothing share of a target that is spread over all classes
     * @param dropPath drop-path rate of the last block
     * @param mix mixing within a batch
     */
    public record Settings(double labelSmoothing, double dropPath, MixRecipe mix) {
        /** Checks the numbers. */
        public Settings {
            Problems.of("Classification")
                    .shareBelowOne("labelSmoothing", labelSmoothing)
                    .shareBelowOne("dropPath", dropPath)
                    .throwIfAny();
        }
    }

    private final VitClassifier network;
    private final Settings settings;
    private final String task;
    private final Backend backend;

    /**
     * Creates the loss.
     *
     * @param task what the user does, for messages
     */
    public Classification(VitClassifier network, Settings settings, String task) {
        this.network = network;
        this.settings = settings;
        this.task = task;
        this.backend = network.backend();
    }

    /**
     * Computes the loss of a batch; call it while a tape records.
     *
     * @throws IllegalArgumentException if an image has no label, or one that is not a class of the network
     */
    public Losses loss(ImageBatch batch, Step step) {
        checkLabels(batch);
        SplittableSeed seed = step.seed();
        List<DropPath.Factors> dropPath = DropPath.draw(
                backend,
                settings.dropPath(),
                network.backbone().config().depth(),
                batch.size(),
                seed.child("drop_path").stream());
        Tensor images = batch.images();
        Optional<Mix> mix =
                new Mixing(settings.mix()).draw(batch.size(), images.dim(2), images.dim(3), seed.child("mix").stream());
        return loss(images, batch.labels(), mix, dropPath);
    }

    /**
     * Computes the loss for given random choices.
     *
     * @param images [B, 3, Hi, Wi]
     * @param labels [B], each in 0..classes-1
     * @param dropPath factors by block, or empty for none
     * @return the mean over the batch, with the term {@code accuracy}
     * @throws IllegalArgumentException if a label is not a class of the network
     */
    public Losses loss(Tensor images, int[] labels, Optional<Mix> mix, List<DropPath.Factors> dropPath) {
        Tensor seen = mix.map(mixed -> mixed.images(images)).orElse(images);
        Tensor logits = network.forward(seen, dropPath);
        Tensor loss = mix.map(mixed -> mixedLoss(logits, labels, mixed)).orElseGet(() -> plainLoss(logits, labels));
        int[] counted = mix.map(mixed -> mixed.dominantLabels(labels)).orElse(labels);
        return new Losses(loss, Map.of("accuracy", Tape.pause(() -> accuracy(logits, counted))));
    }

    private Tensor mixedLoss(Tensor logits, int[] labels, Mix mix) {
        float[] targets = mix.targets(labels, network.classes(), settings.labelSmoothing());
        return SoftCrossEntropy.of(logits, Tensor.of(backend, targets, labels.length, network.classes()));
    }

    private Tensor plainLoss(Tensor logits, int[] labels) {
        Tensor target = Tensor.ofIndices(backend, labels, network.classes(), labels.length);
        return CrossEntropy.of(logits, target, settings.labelSmoothing());
    }

    private void checkLabels(ImageBatch batch) {
        int[] labels = batch.labels();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= network.classes()) {
                throw new IllegalArgumentException(task + ": expected labels from 0 to " + (network.classes() - 1)
                        + ", got " + labels[i] + " for image " + batch.indices()[i]);
            }
        }
    }

    private Tensor accuracy(Tensor logits, int[] labels) {
        int[] predicted = logits.detach().argMax().toInts();
        int hits = 0;
        for (int i = 0; i < labels.length; i++) {
            hits += predicted[i] == labels[i] ? 1 : 0;
        }
        return Tensor.of(backend, new float[] {(float) hits / labels.length});
    }
}
