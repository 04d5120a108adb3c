package io.splitmask.cli.report;

import io.splitmask.eval.ConfusionMatrix;
import java.util.List;

/**
 * How well each class was told from the others.
 *
 * @param explanation what was measured, one or two plain sentences
 * @param names of the classes, by number
 * @param confusion which class was taken for which
 */
public record ClassResults(String explanation, List<String> names, ConfusionMatrix confusion) {
    /** Copies the names and checks their number. */
    public ClassResults {
        names = List.copyOf(names);
        if (names.size() != confusion.classes()) {
            throw new IllegalArgumentException("class results: expected a name for each of the " + confusion.classes()
                    + " classes, got " + names.size());
        }
    }
}
