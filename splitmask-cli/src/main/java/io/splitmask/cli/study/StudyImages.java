package io.splitmask.cli.study;

import io.splitmask.cli.option.DataSource;
import io.splitmask.cli.run.LabelledImages;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.BalancedSubset;
import io.splitmask.method.MethodRecipe;
import io.splitmask.method.supervised.SupervisedRecipe;
import java.io.IOException;

/**
 * The images of a study.
 *
 * @param target labelled ones: to fine-tune and probe on, and to test on
 * @param unlabelled those to pre-train on; no test image is among them
 * @param labelled those to pre-train on with labels, for methods that need them
 * @param origin names the target, for the keys of features
 */
record StudyImages(LabelledImages target, ImageDataset unlabelled, ImageDataset labelled, String origin) {
    /**
     * Opens the images.
     *
     * @param pretrain where those to pre-train on come from; often the same
     * @param needsLabels whether a method needs them with labels
     */
    static StudyImages open(DataSource target, DataSource pretrain, boolean needsLabels) throws IOException {
        LabelledImages labelled = LabelledImages.open(target);
        if (pretrain.equals(target)) {
            // The embedded set has more images without labels; of a folder the held-out images must stay unseen.
            ImageDataset all =
                    target.equals(DataSource.EMBEDDED) ? LabelledImages.unlabelled(target) : labelled.train();
            return new StudyImages(labelled, all, labelled.train(), target.toString());
        }
        ImageDataset all = LabelledImages.unlabelled(pretrain);
        ImageDataset withLabels = needsLabels ? LabelledImages.open(pretrain).train() : all;
        return new StudyImages(labelled, all, withLabels, target.toString());
    }

    /**
     * Returns the images of a pre-training: of each class as many, where there are classes.
     *
     * @param seed of what is drawn
     */
    ImageDataset forPretraining(MethodRecipe recipe, double fraction, long seed) throws IOException {
        ImageDataset all = recipe instanceof SupervisedRecipe ? labelled : unlabelled;
        return fraction == 1 ? all : BalancedSubset.share(fraction, seed).of(all);
    }
}
