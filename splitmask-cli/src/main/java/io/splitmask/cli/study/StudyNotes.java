package io.splitmask.cli.study;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Says plainly how far a study is from what the paper did. */
final class StudyNotes {
    private StudyNotes() {}

    /**
     * Returns the sentences.
     *
     * @param cells of the study
     * @param images of each cell's pre-training, in their order; 0 without
     */
    static List<String> of(StudyFile file, StudyLengths lengths, List<Cell> cells, List<Integer> images) {
        List<String> notes = new ArrayList<>();
        notes.add(lengths(file, lengths, cells, images));
        if (!file.paperScale()) {
            file.plan().ofPaper().ifPresent(paper -> {
                String differences = differences(file.settings(), lengths, paper);
                if (!differences.isEmpty()) {
                    notes.add("Scaled down, so numbers are not the paper's: " + differences + ".");
                }
            });
        }
        return notes;
    }

    private static String lengths(StudyFile file, StudyLengths lengths, List<Cell> cells, List<Integer> images) {
        Set<String> each = new LinkedHashSet<>();
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).pretrains()) {
                long updates = lengths.updates(cells.get(i));
                each.add(String.format(
                        Locale.ROOT,
                        "%d updates (%s of %d images)",
                        updates,
                        epochs(StudyOutcome.epochs(images.get(i), updates, file.settings())),
                        images.get(i)));
            }
        }
        StringBuilder text = new StringBuilder(each.isEmpty() ? "No pre-training" : "Pre-training: ");
        text.append(String.join(", ", each));
        if (file.settings().finetunes()) {
            text.append("; fine-tuning: ").append(epochs(lengths.finetuneEpochs()));
        }
        if (file.budgetMinutes() > 0) {
            text.append(String.format(Locale.ROOT, "; chosen for a budget of %s minutes", brief(file.budgetMinutes())));
        }
        return text.append('.').toString();
    }

    private static String differences(StudySettings here, StudyLengths lengths, StudySettings paper) {
        List<String> differences = new ArrayList<>();
        add(differences, here.model(), paper.model(), "");
        add(differences, here.image() + " px", paper.image() + " px", "");
        add(differences, here.patch(), paper.patch(), "patches of ");
        add(differences, here.pretrain().batch(), paper.pretrain().batch(), "batch ");
        add(differences, here.vocabulary(), paper.vocabulary(), "words: ");
        int longest = paper.epochs().stream().mapToInt(Integer::intValue).max().orElseThrow();
        int planned = here.epochs().stream().mapToInt(Integer::intValue).max().orElseThrow();
        add(differences, brief(lengths.factor() * planned), longest, "epochs of pre-training on all images, at most ");
        if (here.finetunes()) {
            add(differences, lengths.finetuneEpochs(), paper.finetune().wholeEpochs(), "epochs of fine-tuning: ");
        }
        if (here.probes() && paper.probes()) {
            add(differences, here.probe().epochs(), paper.probe().epochs(), "epochs of linear probes: ");
        }
        return String.join(", ", differences);
    }

    private static void add(List<String> differences, Object here, Object paper, String what) {
        if (!String.valueOf(here).equals(String.valueOf(paper))) {
            differences.add(what + here + " instead of " + paper);
        }
    }

    /** Returns a number of epochs in words. */
    static String epochs(double count) {
        return count == 1 ? "1 epoch" : brief(count) + " epochs";
    }

    private static String brief(double value) {
        return value >= 10 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
