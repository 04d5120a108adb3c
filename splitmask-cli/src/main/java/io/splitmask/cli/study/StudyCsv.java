package io.splitmask.cli.study;

import io.splitmask.cli.report.GridRow;
import io.splitmask.cli.report.GridTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A study as tables for other programs: {@code runs.csv} with a row for each run, {@code table.csv} as printed. */
final class StudyCsv {
    private StudyCsv() {}

    static void write(StudyOutcome study, Path folder) throws IOException {
        Files.write(folder.resolve("runs.csv"), runs(study));
        GridTable table = StudyTable.besidePaper(study);
        List<String> lines = new ArrayList<>(List.of(line(table.columns())));
        for (GridRow row : table.rows()) {
            lines.add(line(row.cells()));
        }
        Files.write(folder.resolve("table.csv"), lines);
    }

    private static List<String> runs(StudyOutcome study) {
        List<String> lines = new ArrayList<>();
        lines.add("method,tokenizer,fraction,epochs,pretrain_seed,stage,seed,block,images,steps,seconds,top1,failure");
        for (StudyRow row : study.rows()) {
            for (CellResult result : row.results()) {
                Cell cell = result.cell();
                result.pretraining().ifPresent(run -> lines.add(line(cell, "pretrain", "", "", run, Optional.empty())));
                for (int i = 0; i < result.finetunings().size(); i++) {
                    StageResult run = result.finetunings().get(i);
                    String seed =
                            String.valueOf(study.settings().finetuneSeeds().get(i));
                    lines.add(line(
                            cell,
                            "finetune",
                            seed,
                            "",
                            run,
                            run.accuracies().stream().findFirst()));
                }
                result.probe().ifPresent(run -> {
                    for (int block = 0; block < run.accuracies().size(); block++) {
                        String number = String.valueOf(block + 1);
                        lines.add(line(
                                cell,
                                "probe",
                                "",
                                number,
                                run,
                                Optional.of(run.accuracies().get(block))));
                    }
                });
            }
        }
        return lines;
    }

    private static String line(
            Cell cell, String stage, String seed, String block, StageResult run, Optional<Double> top1) {
        return line(List.of(
                cell.method().label(),
                cell.tokenizer(),
                String.valueOf(cell.fraction()),
                String.valueOf(cell.epochs()),
                cell.pretrains() ? String.valueOf(cell.seed()) : "",
                stage,
                seed,
                block,
                String.valueOf(run.images()),
                String.valueOf(run.steps()),
                String.valueOf(run.seconds()),
                top1.map(String::valueOf).orElse(""),
                run.failure()));
    }

    private static String line(List<String> cells) {
        return String.join(",", cells.stream().map(StudyCsv::quoted).toList());
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
