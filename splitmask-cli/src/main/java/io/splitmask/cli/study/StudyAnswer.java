package io.splitmask.cli.study;

import io.splitmask.cli.report.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a study prints at its end.
 *
 * @param study what was found
 * @param report the page
 * @param took time of this session
 */
record StudyAnswer(StudyOutcome study, Path report, Duration took) {
    /** Returns the table for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(study.file().plan().title());
        lines.addAll(TextGrid.lines(StudyTable.measured(study)));
        lines.add(String.format(
                Locale.ROOT,
                "top-1 on %d test images of %d classes; guessing gives %.1f %%",
                study.testImages(),
                study.classes().size(),
                study.chance()));
        lines.add(String.format(
                Locale.ROOT,
                "all runs: %.1f min; this session took %d min %d s",
                study.minutes(),
                took.toMinutes(),
                took.toSecondsPart()));
        lines.add("report: " + report);
        return lines;
    }

    /** Returns the numbers for scripts. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("plan", study.file().plan().name());
        facts.put("rows", study.rows().stream().map(this::facts).toList());
        facts.put("testImages", study.testImages());
        facts.put("chance", study.chance());
        facts.put("minutes", study.minutes());
        facts.put("seconds", took.toMillis() / 1000.0);
        facts.put("report", report.toString());
        return facts;
    }

    private Map<String, Object> facts(StudyRow row) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("label", study.label(row));
        facts.put("updates", row.pretraining().map(StageResult::steps).orElse(0L));
        facts.put("finetuned", row.finetuned().map(Sample::values).orElse(List.of()));
        List<Double> blocks = new ArrayList<>();
        for (int block = 0; block < row.depth(); block++) {
            row.block(block).ifPresent(sample -> blocks.add(sample.mean()));
        }
        facts.put("linearByBlock", blocks);
        facts.put("minutes", row.minutes().map(Sample::mean).orElse(0.0));
        facts.put("failures", row.failures());
        return facts;
    }
}
