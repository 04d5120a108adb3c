package io.splitmask.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.cli.report.GridTable;
import io.splitmask.cli.report.LineChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of results; the runs behind them are in other tests. */
class StudyTableTest {
    private static final StudyMethod SCRATCH = new StudyMethod("none", "scratch", Map.of(), Map.of());
    private static final StudyMethod MATCH_ONLY =
            new StudyMethod("match only", "splitmask", Map.of("mimWeight", 0), Map.of("hours", 32.5));

    @Test
    void rowsAreMeansOverTheSeedsOfBothKinds() {
        StudyOutcome study = outcome(StudyView.ABLATION, List.of(1.0), results(1));
        GridTable table = StudyTable.besidePaper(study);
        assertThat(table.columns())
                .containsExactly(
                        "",
                        "split",
                        "inpaint",
                        "match",
                        "updates",
                        "epochs",
                        "fine-tuned %",
                        "linear %",
                        "best block %",
                        "minutes",
                        "paper: hours");
        assertThat(table.rows().get(0).cells())
                .containsExactly("none", "-", "-", "-", "-", "-", "20.0 ± 14.1", "-", "-", "-", "-");
        // 30, 50, 40, 60: mean 45, squared distances 225 + 25 + 25 + 225 = 500 over 3.
        assertThat(table.rows().get(1).cells())
                .containsExactly(
                        "match only",
                        "yes",
                        "no",
                        "yes",
                        "100",
                        "8.0",
                        "45.0 ± 12.9",
                        "22.0 ± 2.8",
                        "27.0 ± 2.8 (1)",
                        "1.5 ± 0.7",
                        "32.5");
        assertThat(table.rows().get(1).highlighted()).isTrue();
        assertThat(StudyTable.measured(study).columns()).doesNotContain("paper: hours");
    }

    @Test
    void aFailedPretrainingLeavesItsRowWithoutNumbers() {
        Cell cell = new Cell(MATCH_ONLY, "random-projection", 1, 15, 0);
        StageResult failed = new StageResult("step 3: the loss is NaN", 800, 3, 1, List.of());
        CellResult result = new CellResult(cell, Optional.of(failed), List.of(), Optional.empty());
        StudyOutcome study = outcome(StudyView.TABLE, List.of(1.0), List.of(result));
        assertThat(StudyTable.measured(study).rows().get(0).cells())
                .containsExactly("match only", "800", "3", "0.2", "-", "-", "-", "0.0");
        assertThat(study.rows().get(0).failures()).containsExactly("step 3: the loss is NaN");
        assertThat(StudyCharts.of(study)).isEmpty();
    }

    @Test
    void eachAxisOfNumbersHasItsChart() {
        List<CellResult> results = new ArrayList<>(results(1));
        results.addAll(results(0.5).subList(1, 3));
        List<LineChart> charts = StudyCharts.of(outcome(StudyView.TABLE, List.of(1.0, 0.5), results));
        assertThat(charts)
                .extracting(LineChart::name)
                .containsExactly("Accuracy by number of images", "Linear probe by block");
        LineChart images = charts.get(0);
        assertThat(images.logarithmic()).isTrue();
        assertThat(images.series()).hasSize(2);
        assertThat(images.series().get(0).name()).isEqualTo("match only");
        assertThat(images.series().get(0).x()).containsExactly(400, 800);
        assertThat(images.series().get(0).y()).containsExactly(45, 45);
        assertThat(images.series().get(1).y()).containsExactly(20, 20);
    }

    @Test
    void csvHasARowForEachRun(@TempDir Path folder) throws IOException {
        StudyCsv.write(outcome(StudyView.ABLATION, List.of(1.0), results(1)), folder);
        List<String> runs = Files.readAllLines(folder.resolve("runs.csv"));
        assertThat(runs).hasSize(1 + 2 + 2 * (1 + 2 + 2));
        assertThat(runs.get(1)).isEqualTo("none,,0.0,0,,finetune,7,,800,10,5.0,10.0,");
        assertThat(runs).contains("match only,random-projection,1.0,15,1,probe,,2,800,10,5.0,24.0,");
        assertThat(Files.readAllLines(folder.resolve("table.csv"))).hasSize(3);
    }

    @Test
    void terminalColumnsAreAligned() {
        List<String> lines = TextGrid.lines(StudyTable.measured(outcome(StudyView.TABLE, List.of(1.0), results(1))));
        assertThat(lines.get(0)).endsWith("minutes");
        assertThat(lines)
                .allSatisfy(line -> assertThat(line).hasSize(lines.get(0).length()));
    }

    /** One run without pre-training and two seeds of another, with two fine-tunings each. */
    private static List<CellResult> results(double fraction) {
        Cell scratch = new Cell(SCRATCH, "", 0, 0, 0);
        int images = (int) (800 * fraction);
        List<CellResult> results = new ArrayList<>();
        results.add(new CellResult(scratch, Optional.empty(), List.of(run(10), run(30)), Optional.empty()));
        for (int seed = 0; seed < 2; seed++) {
            results.add(new CellResult(
                    new Cell(MATCH_ONLY, "random-projection", fraction, 15, seed),
                    Optional.of(new StageResult("", images, 100, 60 * (1 + seed), List.of())),
                    List.of(run(30 + 10 * seed), run(50 + 10 * seed)),
                    Optional.of(run(25 + 4 * seed, 20 + 4 * seed))));
        }
        return results;
    }

    private static StageResult run(double... accuracies) {
        return new StageResult("", 800, 10, 5, Arrays.stream(accuracies).boxed().toList());
    }

    private static StudyOutcome outcome(StudyView view, List<Double> fractions, List<CellResult> results) {
        StudySettings base =
                StudySettings.DEFAULT.withProbe(new ProbeSettings(5, 64, 1e-3)).withAxes(fractions, List.of(15));
        StudySettings settings = new StudySettings(
                base.model(),
                base.image(),
                base.patch(),
                base.vocabulary(),
                List.of(SCRATCH, MATCH_ONLY),
                base.tokenizers(),
                base.fractions(),
                base.epochs(),
                true,
                List.of(0L, 1L),
                List.of(7L, 8L),
                base.pretrain(),
                base.finetune(),
                base.probe());
        StudyPlan plan = new StudyPlan("test", "A test", "", view, settings, null);
        StudyFile file = new StudyFile(plan, false, "embedded", "embedded", 0, 0, null);
        List<String> classes = List.of("a", "b", "c", "d");
        return new StudyOutcome(file, StudyRow.of(results), classes, 40, List.of());
    }
}
