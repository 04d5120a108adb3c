package io.splitmask.cli.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, UTF_8);
    private long now = 5 * SECOND;

    @Test
    void oneLineSaysWhereTheRunStands() {
        Progress progress = piped();
        now += 2 * SECOND;
        progress.update(new ProgressUpdate(1, 10, 1, 101, losses(), 0.0015, 64, SECOND / 2));
        assertThat(lines())
                .containsExactly("pre-training  epoch 1/10  step 1/101  total 5.1250  mim 4.0000  lr 1.50e-03"
                        + "  32 images/s  data wait 25 %  3:20 left");
    }

    @Test
    void pipedOutputHasALineEveryTenSecondsAndTheLastStep() {
        Progress progress = piped();
        for (int step = 1; step <= 25; step++) {
            now += SECOND;
            progress.update(update(step, 25));
        }
        progress.close();
        assertThat(lines())
                .extracting(line -> line.replaceAll(".*step (\\d+)/.*", "$1"))
                .containsExactly("1", "11", "21", "25");
    }

    @Test
    void pipedOutputHasNoControlCharacters() {
        Progress progress = piped();
        progress.update(update(1, 2));
        progress.note("checkpoint written");
        now += 20 * SECOND;
        progress.update(update(2, 2));
        progress.close();
        assertThat(text().replace(System.lineSeparator(), "")).doesNotContainPattern("\\p{Cntrl}");
        assertThat(lines()).hasSize(3).element(1).isEqualTo("checkpoint written");
    }

    @Test
    void aTerminalHasOneLineThatIsRewritten() {
        Progress progress = new Progress("fine-tuning", new Terminal(out, 200), () -> now);
        for (int step = 1; step <= 9; step++) {
            now += SECOND;
            progress.update(update(step, 9));
        }
        assertThat(text().split("\r")).hasSize(10);
        assertThat(text()).doesNotContain("\n");
        progress.close();
        assertThat(text()).endsWith(System.lineSeparator()).containsOnlyOnce("\n");
    }

    @Test
    void aTerminalIsNotRewrittenMoreThanFiveTimesASecond() {
        Progress progress = new Progress("fine-tuning", new Terminal(out, 200), () -> now);
        for (int step = 1; step <= 1000; step++) {
            now += SECOND / 1000;
            progress.update(update(step, 2000));
        }
        assertThat(text().chars().filter(c -> c == '\r').count()).isEqualTo(5);
    }

    @Test
    void theLiveLineNeverFillsTheTerminal() {
        Progress progress = new Progress("pre-training", new Terminal(out, 40), () -> now);
        now += SECOND;
        progress.update(update(1, 9));
        assertThat(text()).hasSize(40).startsWith("\rpre-training  step 1/9");
    }

    @Test
    void aShorterLineLeavesNothingOfTheLongerOne() {
        Progress progress = new Progress("p", new Terminal(out, 200), () -> now);
        now += SECOND;
        progress.update(update(1, 2));
        now += SECOND;
        progress.update(update(2, 2)); // has no time left to name
        String[] looks = text().split("\r");
        assertThat(looks[2].strip()).hasSizeLessThan(looks[1].length());
        assertThat(looks[2]).hasSameSizeAs(looks[1]);
    }

    @Test
    void aNoteStandsAboveTheLiveLine() {
        Progress progress = new Progress("p", new Terminal(out, 200), () -> now);
        progress.update(update(1, 2));
        progress.note("checkpoint written");
        assertThat(text()).contains("\rcheckpoint written" + System.lineSeparator() + "\rp  step 1/2");
    }

    @Test
    void speedIsThatOfTheLastHalfMinute() {
        Progress progress = piped();
        long images = 0;
        for (int step = 1; step <= 200; step++) {
            now += SECOND;
            images += step <= 100 ? 1000 : 20;
            progress.update(new ProgressUpdate(0, 0, step, 200, Map.of(), 0, images, 0));
        }
        assertThat(lines().get(5)).contains("  1000 images/s  ");
        assertThat(lines().get(lines().size() - 1)).contains("  20 images/s  ");
    }

    @Test
    void aStepLongerThanTheWindowStillHasASpeed() {
        Progress progress = piped();
        for (int step = 1; step <= 3; step++) {
            now += 100 * SECOND;
            progress.update(new ProgressUpdate(0, 0, step, 9, Map.of(), 0, step * 500L, 0));
        }
        assertThat(lines()).hasSize(3).allMatch(line -> line.contains("  5.0 images/s  "));
    }

    @Test
    void aResumedRunCountsOnlyItsOwnStepsForTheTimeLeft() {
        Progress progress = piped();
        now += 60 * SECOND;
        progress.update(new ProgressUpdate(0, 0, 901, 1000, Map.of(), 0, 1, 0));
        assertThat(text()).contains("  1:39:00 left");
    }

    @Test
    void closingShowsAStepThatWasNotShown() {
        Progress progress = piped();
        progress.update(update(1, 100));
        progress.update(update(2, 100));
        progress.close();
        assertThat(lines()).hasSize(2).last().asString().contains("step 2/100");
    }

    @Test
    void aLossThatIsNotANumberIsShownAsSuch() {
        Progress progress = piped();
        progress.update(new ProgressUpdate(0, 0, 1, 2, Map.of("total", Double.NaN), 0, 1, 0));
        assertThat(text()).contains("total NaN");
    }

    private Progress piped() {
        return new Progress("pre-training", new Terminal(out, 0), () -> now);
    }

    private static ProgressUpdate update(long step, long steps) {
        return new ProgressUpdate(0, 0, step, steps, losses(), 1e-3, step * 32, 0);
    }

    private static Map<String, Double> losses() {
        Map<String, Double> losses = new LinkedHashMap<>();
        losses.put("total", 5.125);
        losses.put("mim", 4.0);
        return losses;
    }

    private String text() {
        return bytes.toString(UTF_8);
    }

    private List<String> lines() {
        return text().lines().toList();
    }
}
