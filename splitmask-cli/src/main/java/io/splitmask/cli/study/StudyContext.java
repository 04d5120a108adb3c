package io.splitmask.cli.study;

import io.splitmask.cli.run.Execution;
import io.splitmask.cli.run.PretrainPlan;
import io.splitmask.data.ImageDataset;
import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.MethodEntry;
import io.splitmask.recipe.PretrainRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.tokenizers.TokenizerFiles;
import java.io.IOException;

/**
 * What all runs of a study share.
 *
 * @param methods by name
 * @param tokenizers opens files of visual words
 * @param file what is asked
 * @param folder where results go
 * @param images that are trained and tested on
 * @param execution how runs are carried out; each goes on from what is in its folder
 */
record StudyContext(
        MethodCatalogue methods,
        TokenizerFiles tokenizers,
        StudyFile file,
        StudyFolder folder,
        StudyImages images,
        Execution execution) {
    Backend backend() {
        return execution.backend();
    }

    StudySettings settings() {
        return file.settings();
    }

    /** Returns the images that a cell is pre-trained on. */
    ImageDataset images(Cell cell) throws IOException {
        return images.forPretraining(method(cell).recipe(cell.method().set()), cell.fraction(), file.seed());
    }

    /** Returns the optimizer steps of a cell as the plan has them. */
    long updates(Cell cell) throws IOException {
        int fraction = images(cell).size();
        int counted = settings().constantUpdates()
                ? images.forPretraining(method(cell).recipe(cell.method().set()), 1, file.seed())
                        .size()
                : fraction;
        int batch = settings().pretrain().recipe(method(cell), counted).batchSize();
        return (long) cell.epochs() * (counted / batch);
    }

    /** Returns what the pre-training of a cell does. */
    PretrainPlan pretrainPlan(Cell cell, long updates) throws IOException {
        PretrainRecipe recipe =
                settings().pretrain().recipe(method(cell), images(cell).size());
        return new PretrainPlan(
                settings().network(),
                method(cell).name(),
                cell.method().set(),
                "",
                new StudyWords(this).file(cell.tokenizer()),
                settings().vocabulary(),
                recipe.withUpdates(updates),
                file.seed() + cell.seed());
    }

    private MethodEntry method(Cell cell) {
        return methods.entry(cell.method().method());
    }
}
