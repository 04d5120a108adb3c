package io.splitmask.cli.study;

import io.splitmask.cli.report.GridRow;
import io.splitmask.cli.report.GridTable;
import io.splitmask.cli.report.Sample;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The table that a study ends with. */
final class StudyTable {
    private static final String NOTHING = "-";

    private final StudyOutcome study;
    private final boolean besidePaper;

    private StudyTable(StudyOutcome study, boolean besidePaper) {
        this.study = study;
        this.besidePaper = besidePaper;
    }

    private record Column(String name, Function<StudyRow, String> text) {}

    /** Returns what was measured. */
    static GridTable measured(StudyOutcome study) {
        return new StudyTable(study, false).table();
    }

    /** Returns what was measured and, beside it, what the paper found. */
    static GridTable besidePaper(StudyOutcome study) {
        return new StudyTable(study, true).table();
    }

    private GridTable table() {
        List<Column> columns = columns();
        List<GridRow> rows = study.rows().stream()
                .map(row -> new GridRow(
                        columns.stream().map(column -> column.text().apply(row)).toList(), row == best()))
                .toList();
        return new GridTable(
                "Results", explanation(), columns.stream().map(Column::name).toList(), rows);
    }

    private List<Column> columns() {
        StudySettings settings = study.settings();
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("", study::label));
        if (study.file().plan().show() == StudyView.ABLATION) {
            for (String part : SplitMaskParts.NAMES) {
                columns.add(new Column(part, row -> SplitMaskParts.of(row.cell().method(), part)));
            }
        } else {
            columns.add(new Column("images", row -> pretrained(row, run -> String.valueOf(run.images()))));
        }
        columns.add(new Column("updates", row -> pretrained(row, run -> String.valueOf(run.steps()))));
        columns.add(new Column("epochs", row -> pretrained(row, run -> number(study.epochs(row)))));
        if (settings.finetunes()) {
            columns.add(new Column("fine-tuned %", row -> text(row.finetuned())));
        }
        if (settings.probes()) {
            columns.add(new Column("linear %", row -> text(row.lastBlock())));
            columns.add(new Column("best block %", this::bestBlock));
        }
        columns.add(new Column("minutes", row -> text(row.minutes())));
        for (String name : paperColumns()) {
            columns.add(new Column("paper: " + name, row -> paper(row, name)));
        }
        return columns;
    }

    private String pretrained(StudyRow row, Function<StageResult, String> text) {
        return row.pretraining().map(text).orElse(NOTHING);
    }

    private String bestBlock(StudyRow row) {
        return row.depth() == 0 ? NOTHING : text(row.block(row.bestBlock())) + " (" + (row.bestBlock() + 1) + ")";
    }

    private Set<String> paperColumns() {
        Set<String> names = new LinkedHashSet<>();
        if (besidePaper) {
            study.rows().forEach(row -> names.addAll(row.cell().method().paper().keySet()));
        }
        return names;
    }

    private static String paper(StudyRow row, String name) {
        Map<String, Double> values = row.cell().method().paper();
        return values.containsKey(name) ? number(values.get(name)) : NOTHING;
    }

    private StudyRow best() {
        StudyRow best = study.rows().get(0);
        for (StudyRow row : study.rows()) {
            best = measure(row) > measure(best) ? row : best;
        }
        return best;
    }

    private double measure(StudyRow row) {
        Optional<Sample> measure = study.settings().finetunes() ? row.finetuned() : row.lastBlock();
        return measure.map(Sample::mean).orElse(-1.0);
    }

    private String explanation() {
        StudySettings settings = study.settings();
        StringBuilder text = new StringBuilder("Top-1 accuracy on " + study.testImages() + " test images of "
                + study.classes().size() + " classes; guessing gives " + number(study.chance())
                + " %. Minutes are those of pre-training, measured here. ");
        if (settings.finetunes()) {
            text.append("± is the standard deviation between runs (seeds of pre-training: ")
                    .append(settings.pretrainSeeds().size())
                    .append(", of fine-tuning from each: ")
                    .append(settings.finetuneSeeds().size())
                    .append("); it does not tell how far ")
                    .append(study.testImages())
                    .append(" test images can be trusted. ");
        }
        if (settings.probes()) {
            text.append("Linear: a linear classifier on the features of the last block; the best block is chosen by the"
                    + " test images, which flatters it a little. ");
        }
        return text.toString().strip();
    }

    private static String text(Optional<Sample> sample) {
        return sample.map(Sample::text).orElse(NOTHING);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
