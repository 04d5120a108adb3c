package io.splitmask.cli.study;

import io.splitmask.cli.option.ImageSelection;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.BalancedSubset;
import io.splitmask.datasets.DataSetSource;
import io.splitmask.datasets.LabelledSplits;
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
record StudyImages(LabelledSplits target, ImageDataset unlabelled, ImageDataset labelled, String origin) {
    /**
     * Opens the images.
     *
     * @param pretrain where those to pre-train on come from; often the same
     * @param needsLabels whether a method needs them with labels
     */
    static StudyImages open(DataSetSource target, DataSetSource pretrain, boolean needsLabels) throws IOException {
        LabelledSplits labelled = ImageSelection.all(target).labelled();
        if (pretrain.equals(target)) {
            // The embedded set has more images without labels; of a folder the held-out images must stay unseen.
            ImageDataset all = target.equals(DataSetSource.EMBEDDED)
                    ? ImageSelection.all(target).unlabelled()
                    : labelled.train();
            return new StudyImages(labelled, all, labelled.train(), target.toString());
        }
        ImageDataset all = ImageSelection.all(pretrain).unlabelled();
        ImageDataset withLabels =
                needsLabels ? ImageSelection.all(pretrain).labelled().train() : all;
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
