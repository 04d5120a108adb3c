package io.splitmask.cli.study;

import io.splitmask.train.RunFolder;
import java.nio.file.Path;

/**
 * Where the files of a study lie.
 *
 * @param path the folder
 */
record StudyFolder(Path path) {
    /** Returns the run folder of a cell's pre-training. */
    RunFolder pretraining(Cell cell) {
        return new RunFolder(of(cell).resolve("pretrain"));
    }

    /** Returns the run folder of a fine-tuning. */
    RunFolder finetuning(Cell cell, long seed) {
        return new RunFolder(of(cell).resolve("finetune-" + seed));
    }

    /** Returns the folder of a cell's linear probes. */
    Path probe(Cell cell) {
        return of(cell).resolve("probe");
    }

    private Path of(Cell cell) {
        return path.resolve("cells").resolve(cell.key());
    }

    /** Returns the folder of the codebooks. */
    Path words() {
        return path.resolve("words");
    }

    /** Returns a folder that is removed when lengths are chosen. */
    Path trial() {
        return path.resolve("trial");
    }
}
