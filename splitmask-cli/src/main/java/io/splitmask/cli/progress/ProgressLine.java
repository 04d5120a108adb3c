package io.splitmask.cli.progress;

import java.util.Locale;
import java.util.Map;

/** Writes progress as one line, the most important first: a narrow terminal cuts the end. */
final class ProgressLine {
    private ProgressLine() {}

    static String of(String stage, ProgressUpdate update, Rates.Now rates) {
        StringBuilder line = new StringBuilder(stage);
        if (update.epochs() > 0) {
            line.append("  epoch ").append(update.epoch()).append('/').append(update.epochs());
        }
        line.append("  step ").append(update.step()).append('/').append(update.steps());
        for (Map.Entry<String, Double> loss : update.losses().entrySet()) {
            line.append("  ").append(loss.getKey()).append(format(" %.4f", loss.getValue()));
        }
        line.append("  lr ").append(format("%.2e", update.learningRate()));
        line.append(
                format(rates.imagesPerSecond() < 10 ? "  %.1f images/s" : "  %.0f images/s", rates.imagesPerSecond()));
        line.append(format("  data wait %.0f %%", 100 * rates.waitShare()));
        if (update.step() < update.steps()) {
            line.append("  ").append(clock(Math.round(rates.secondsLeft()))).append(" left");
        }
        return line.toString();
    }

    private static String clock(long seconds) {
        long hours = seconds / 3600;
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
