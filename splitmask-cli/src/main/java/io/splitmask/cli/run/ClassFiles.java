package io.splitmask.cli.run;

import io.splitmask.cli.report.ConfusionPicture;
import io.splitmask.cli.report.Png;
import io.splitmask.eval.ConfusionMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Leaves in a run folder how well each class was told from the others. */
public final class ClassFiles {
    private ClassFiles() {}

    /**
     * Writes {@code classes.csv} with a row for each class, {@code confusion.csv} with a row for each pair of classes that
     * occurs, and {@code confusion.png}.
     *
     * @param names of the classes, by number
     */
    public static void write(Path folder, List<String> names, ConfusionMatrix matrix) throws IOException {
        List<String> classes = new ArrayList<>(List.of("class,images,recognised,accuracy"));
        for (int label = 0; label < matrix.classes(); label++) {
            classes.add(quoted(names.get(label)) + "," + matrix.images(label) + "," + matrix.count(label, label) + ","
                    + (matrix.images(label) == 0 ? "" : matrix.accuracy(label)));
        }
        Files.write(folder.resolve("classes.csv"), classes);
        List<long[]> pairs = new ArrayList<>();
        matrix.forEach((label, predicted, count) -> pairs.add(new long[] {label, predicted, count}));
        pairs.sort((a, b) -> a[0] == b[0] ? Long.compare(a[1], b[1]) : Long.compare(a[0], b[0]));
        List<String> confusion = new ArrayList<>(List.of("class,taken_for,images"));
        for (long[] pair : pairs) {
            confusion.add(quoted(names.get((int) pair[0])) + "," + quoted(names.get((int) pair[1])) + "," + pair[2]);
        }
        Files.write(folder.resolve("confusion.csv"), confusion);
        Files.write(folder.resolve("confusion.png"), Png.encode(ConfusionPicture.of(matrix)));
    }

    /** Quotes a name where it holds what separates fields (RFC 4180). */
    private static String quoted(String name) {
        return name.matches("[^,\"\\r\\n]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
