package io.splitmask.cli.study;

import io.splitmask.cli.option.UsageException;
import io.splitmask.datasets.DataSetSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a study needs to go on: {@value #NAME} in its folder.
 *
 * @param plan what is asked
 * @param paperScale whether the paper's own settings run
 * @param data name of the labelled images, as users type it
 * @param pretrainData name of the images to pre-train on
 * @param seed added to all seeds of the plan
 * @param budgetMinutes 0 for none: the plan runs as it is
 * @param lengths what was chosen; null until it was
 */
record StudyFile(
        StudyPlan plan,
        boolean paperScale,
        String data,
        String pretrainData,
        long seed,
        double budgetMinutes,
        @Nullable StudyLengths lengths) {
    private static final String NAME = "study.json";

    /** Returns where the file is. @param folder of the study */
    static Path in(Path folder) {
        return folder.resolve(NAME);
    }

    /** Reads what a study was when it was started. @throws UsageException if the folder is not that of a study */
    static StudyFile read(Path folder) throws IOException {
        Path file = in(folder);
        if (!Files.exists(file)) {
            throw new UsageException("--resume: " + folder + " is not the folder of a study: it has no " + NAME);
        }
        return StudyJson.read(file, StudyFile.class);
    }

    void write(Path folder) throws IOException {
        StudyJson.write(in(folder), this);
    }

    /** Returns what runs. */
    StudySettings settings() {
        return paperScale ? plan.ofPaper().orElseThrow() : plan.settings();
    }

    StudyFile with(StudyLengths chosen) {
        return new StudyFile(plan, paperScale, data, pretrainData, seed, budgetMinutes, chosen);
    }

    /** Returns all that was asked for, by the options that say it. */
    Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        options.put("--plan", plan.name());
        options.put("--paper", String.valueOf(paperScale));
        options.put("--data", data);
        options.put("--pretrain-data", pretrainData);
        options.put("--seed", String.valueOf(seed));
        options.put("--budget", budgetMinutes == 0 ? "none" : String.valueOf(budgetMinutes));
        return options;
    }

    DataSetSource dataSource() {
        return DataSetSource.of(data);
    }

    DataSetSource pretrainSource() {
        return DataSetSource.of(pretrainData);
    }
}
