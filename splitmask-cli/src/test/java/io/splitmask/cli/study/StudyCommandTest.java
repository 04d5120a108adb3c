package io.splitmask.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.cli.CommandRun;
import io.splitmask.cli.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole study by command line on a real engine, and what users get for wrong input. */
class StudyCommandTest {
    private final Path folder;

    StudyCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aStudyEndsWithTablesAndRepeatsNothingWhenResumed() throws IOException {
        Path out = folder.resolve("study");
        CommandRun run = study("--plan", TinyPlan.write(folder).toString(), "--out", out.toString());
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .contains("16 updates (2 epochs of 128 images), 32 updates (2.0 epochs of 257 images)")
                .contains("mine, 2.5 % of the images", "fine-tuned %", "linear %", "minutes", "guessing gives 5.9 %");
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("A tiny study", "paper: hours", "Accuracy by number of images", "Linear probe by block");
        List<String> runs = Files.readAllLines(out.resolve("runs.csv"));
        assertThat(runs).hasSize(1 + 2 + 2 * (1 + 2 + 4));
        assertThat(out.resolve("config.json")).exists();
        assertThat(out.resolve("trial")).doesNotExist();

        Map<Path, Object> before = results(out);
        assertThat(before).hasSize(2 + 2 * (1 + 2 + 1));
        Path lost = before.keySet().stream()
                .filter(file -> file.toString().contains("finetune-1"))
                .filter(file -> file.toString().contains("mine"))
                .findFirst()
                .orElseThrow();
        Files.delete(lost);
        CommandRun again = study("--resume", out.toString(), "--json");
        assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.DONE);
        Map<Path, Object> after = results(out);
        after.remove(lost);
        before.remove(lost);
        assertThat(after).as("times of the results that were there").isEqualTo(before);
        assertThat(accuracies(Files.readAllLines(out.resolve("runs.csv")))).isEqualTo(accuracies(runs));
        JsonNode answer = new ObjectMapper().readTree(again.out());
        assertThat(answer.path("rows")).hasSize(3);
        assertThat(answer.path("rows").get(1).path("finetuned")).hasSize(2);
        assertThat(answer.path("rows").get(1).path("linearByBlock")).hasSize(4);

        assertUsage(
                study(
                        "--resume",
                        out.toString(),
                        "--seed",
                        "3",
                        "--budget",
                        "3",
                        "--plan",
                        "table8",
                        "--data",
                        "embedded"),
                "--resume keeps the options that the run began with: --budget expected none, got 3.0; --plan expected"
                        + " tiny.json, got table8 as it is now; --seed expected 0, got 3; leave out what differs");
    }

    @Test
    void aBudgetIsMeasuredAndKept() throws IOException {
        Path out = folder.resolve("study");
        String plan = TinyPlan.write(folder).toString();
        CommandRun small = study("--plan", plan, "--budget", "0.001", "--out", out.toString());
        assertThat(small.code()).as(small.err()).isEqualTo(ExitCode.USAGE);
        assertThat(small.err())
                .containsPattern("--budget 0.001 is too small: .*2 pre-trainings of 8 updates, 6 fine-tunings .*"
                        + " takes about \\d+\\.\\d minutes here");
        assertThat(small.out()).containsPattern("mine, 2.5 % of the images +\\d+\\.\\d ms an update of 16 images");
        assertThat(out).as("so that a larger budget may have the same folder").doesNotExist();
    }

    @Test
    void theListHasALineForEachPlan() {
        CommandRun run = study("--list");
        assertThat(run.code()).isEqualTo(ExitCode.DONE);
        assertThat(run.out().lines()).hasSize(PlanFiles.READY.size()).allMatch(line -> line.length() > 20);
    }

    @Test
    void aPrintedPlanIsAPlan() throws IOException {
        Path file = folder.resolve("mine.json");
        Files.writeString(file, study("--plan", "table8", "--print").out());
        assertThat(PlanFiles.read(file.toString()).settings())
                .isEqualTo(PlanFiles.read("table8").settings());
    }

    @Test
    void wrongOptionsAreOneLine() throws IOException {
        Path tiny = TinyPlan.write(folder);
        assertUsage(study(), "expected --plan", "table8");
        assertUsage(study("--plan", "nothing"), "unknown plan 'nothing'", "table8");
        assertUsage(study("--plan", tiny.toString(), "--paper"), "--paper", "tiny.json");
        assertUsage(study("--plan", "table8", "--budget", "-1"), "--budget", "-1");
        assertUsage(study("--plan", "table8", "--out", folder.toString()), "is not empty");
        assertUsage(study("--resume"), "--resume", "folder of the study");
        assertUsage(study("--resume", folder.resolve("none").toString()), "no such run folder");
        assertUsage(study("--resume", folder.toString()), "not the folder of a study", "study.json");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path out = folder.resolve("out");
        CommandRun noImages = study("--plan", tiny.toString(), "--data", empty.toString(), "--out", out.toString());
        assertThat(noImages.code()).isEqualTo(ExitCode.FAILED);
        assertThat(noImages.err()).contains("no images in " + empty);
        assertThat(folder).isDirectoryNotContaining(file -> !file.equals(tiny) && !file.equals(empty));
    }

    private static void assertUsage(CommandRun run, String... parts) {
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(parts).doesNotContain("Exception");
        assertThat(run.err().lines()).hasSize(1);
    }

    private static CommandRun study(String... args) {
        List<String> all = new ArrayList<>(List.of("study", "--engine", "djl", "--threads", "1"));
        all.addAll(List.of(args));
        return CommandRun.of(List.of(), all.toArray(String[]::new));
    }

    /** Times at which the results of runs were written. */
    private static Map<Path, Object> results(Path study) throws IOException {
        Map<Path, Object> times = new LinkedHashMap<>();
        if (Files.exists(study.resolve("cells"))) {
            try (Stream<Path> files = Files.walk(study.resolve("cells"))) {
                for (Path file :
                        files.filter(path -> path.endsWith("result.json")).toList()) {
                    times.put(file, Files.getLastModifiedTime(file));
                }
            }
        }
        return times;
    }

    /** Rows of {@code runs.csv} without the time that a run took. */
    static List<List<String>> accuracies(List<String> runs) {
        int seconds = Arrays.asList(runs.get(0).split(",")).indexOf("seconds");
        List<List<String>> rows = new ArrayList<>();
        for (String line : runs) {
            List<String> cells = new ArrayList<>(Arrays.asList(line.split(",", -1)));
            cells.remove(seconds);
            rows.add(cells);
        }
        return rows;
    }
}
