package io.splitmask.cli.study;

import io.splitmask.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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

    /**
     * Removes what a study has made before its first run: a study that is refused leaves nothing in the way of the next.
     * The log must be closed.
     */
    void discard() throws IOException {
        for (Path made : List.of(words(), trial(), log(), StudyFile.in(path))) {
            CellRunner.remove(made);
        }
        try (Stream<Path> left = Files.list(path)) {
            if (left.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(path);
    }

    /** Returns the file that gets warnings of libraries. */
    Path log() {
        return path.resolve("log.txt");
    }

    /** Returns a folder that is removed when lengths are chosen. */
    Path trial() {
        return path.resolve("trial");
    }
}
