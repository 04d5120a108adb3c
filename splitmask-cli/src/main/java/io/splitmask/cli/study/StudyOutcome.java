package io.splitmask.cli.study;

import java.util.List;

/**
 * What a study found.
 *
 * @param file what was asked
 * @param rows by combination
 * @param classes names of the classes
 * @param testImages how many images were classified
 * @param notes how the study differs from what the paper did, a sentence each
 */
record StudyOutcome(StudyFile file, List<StudyRow> rows, List<String> classes, int testImages, List<String> notes) {
    /** Copies the lists. */
    StudyOutcome {
        rows = List.copyOf(rows);
        classes = List.copyOf(classes);
        notes = List.copyOf(notes);
    }

    StudySettings settings() {
        return file.settings();
    }

    /** Returns what guessing gives, in percent. */
    double chance() {
        return 100.0 / classes.size();
    }

    /** Returns the minutes that all runs took together, those of earlier sessions included. */
    double minutes() {
        return rows.stream()
                        .flatMap(row -> row.results().stream())
                        .flatMap(CellResult::stages)
                        .mapToDouble(StageResult::seconds)
                        .sum()
                / 60;
    }

    /** Returns the factor on the epochs of the plan. */
    double factor() {
        StudyLengths lengths = file.lengths();
        return lengths == null ? 1 : lengths.factor();
    }

    String label(StudyRow row) {
        return row.cell().label(settings(), epochs(row));
    }

    /** Returns the epochs that a row was pre-trained for, with their fraction. */
    double epochs(StudyRow row) {
        return row.pretraining()
                .map(run -> epochs(run.images(), run.steps(), settings()))
                .orElse(0.0);
    }

    static double epochs(int images, long updates, StudySettings settings) {
        int batch = Math.min(settings.pretrain().batch(), images);
        return (double) updates * batch / images;
    }
}
