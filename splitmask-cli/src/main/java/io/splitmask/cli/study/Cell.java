package io.splitmask.cli.study;

import io.splitmask.cli.option.UsageException;
import io.splitmask.method.MethodCatalogue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One pre-training of a study and all that starts from it; without pre-training, what starts from random weights.
 *
 * @param method how it is pre-trained
 * @param tokenizer how its visual words are found; empty if it needs none
 * @param fraction share of the images to pre-train on; 0 without pre-training
 * @param epochs length as the plan has it; 0 without pre-training
 * @param seed of pre-training; 0 without
 */
record Cell(StudyMethod method, String tokenizer, double fraction, int epochs, long seed) {
    /** Lists the cells of a plan: each combination once, methods first. Axes that change nothing for a method are left out. */
    static List<Cell> of(StudySettings settings, MethodCatalogue methods) {
        Set<Cell> cells = new LinkedHashSet<>();
        for (StudyMethod method : settings.methods()) {
            if (method.isScratch()) {
                cells.add(new Cell(method, "", 0, 0, 0));
                continue;
            }
            boolean words = methods.entry(method.method()).recipe(method.set()).needsWords();
            for (String tokenizer : words ? settings.tokenizers() : List.of("")) {
                for (double fraction : settings.fractions()) {
                    for (int epochs : settings.epochs()) {
                        for (long seed : settings.pretrainSeeds()) {
                            cells.add(new Cell(method, tokenizer, fraction, epochs, seed));
                        }
                    }
                }
            }
        }
        Set<String> keys = new LinkedHashSet<>();
        for (Cell cell : cells) {
            if (!keys.add(cell.key())) {
                throw new UsageException("two runs of the plan would be called " + cell.key()
                        + "; give methods other labels, or tokenizer files other names");
            }
        }
        return List.copyOf(cells);
    }

    boolean pretrains() {
        return !method.isScratch();
    }

    /** Returns the name of its folder. */
    String key() {
        if (!pretrains()) {
            return method.slug();
        }
        String words = tokenizer.isEmpty() ? "" : "-" + StudyWords.slug(tokenizer);
        String share = BigDecimal.valueOf(fraction).stripTrailingZeros().toPlainString();
        return method.slug() + words + "-share" + share + "-epochs" + epochs + "-seed" + seed;
    }

    /**
     * Returns what differs from other cells beside the seed, for people.
     *
     * @param length its epochs as they really are; the plan's may be scaled
     */
    String label(StudySettings settings, double length) {
        if (!pretrains()) {
            return method.label();
        }
        List<String> parts = new ArrayList<>();
        if (settings.tokenizers().size() > 1 && !tokenizer.isEmpty()) {
            parts.add(StudyWords.label(tokenizer));
        }
        if (settings.fractions().size() > 1) {
            parts.add(percent() + " of the images");
        }
        if (settings.epochs().size() > 1) {
            parts.add(StudyNotes.epochs(length));
        }
        return parts.isEmpty() ? method.label() : method.label() + ", " + String.join(", ", parts);
    }

    private String percent() {
        BigDecimal percent = BigDecimal.valueOf(fraction).movePointRight(2);
        return percent.stripTrailingZeros().toPlainString() + " %";
    }

    /** Returns the same without its seed, which its repetitions share. */
    Cell unseeded() {
        return new Cell(method, tokenizer, fraction, epochs, 0);
    }
}
