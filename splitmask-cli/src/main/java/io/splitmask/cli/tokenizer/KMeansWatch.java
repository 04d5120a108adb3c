package io.splitmask.cli.tokenizer;

import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.run.Interruption;
import io.splitmask.tokenizers.kmeans.KMeans;
import io.splitmask.tokenizers.kmeans.KMeansListener;
import io.splitmask.tokenizers.kmeans.KMeansState;
import io.splitmask.tokenizers.kmeans.KMeansStateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows how a clustering gets on, keeps its state in a file, and passes the user's Ctrl-C on to it. */
final class KMeansWatch implements KMeansListener {
    private static final long SAVE_INTERVAL = 20_000_000_000L;

    private final LiveLine line;
    private final Interruption interruption;
    private final KMeans kMeans;
    private final Path file;
    private final Map<String, String> notes;
    private @Nullable KMeansState unsaved;
    private long savedAt = System.nanoTime();
    private String cost = "";

    KMeansWatch(LiveLine line, Interruption interruption, KMeans kMeans, Path file, Map<String, String> notes) {
        this.line = line;
        this.interruption = interruption;
        this.kMeans = kMeans;
        this.file = file;
        this.notes = notes;
    }

    @Override
    public void onSeeding(int done, int clusters) {
        if (line.isDue() || done == clusters) {
            line.show("k-means++ start  " + done + "/" + clusters);
        }
    }

    @Override
    public void onPoints(int iteration, int done, int total) {
        if (line.isDue()) {
            line.show(String.format(
                    Locale.ROOT, "k-means  iteration %d  %.0f %%%s", iteration, 100.0 * done / total, cost));
        }
    }

    @Override
    public void onIteration(KMeansState state) {
        unsaved = state;
        if (state.iteration() > 0) {
            double[] costs = state.costs();
            cost = String.format(
                    Locale.ROOT, "  cost of iteration %d: %.6g", state.iteration(), costs[state.iteration() - 1]);
            line.show("k-means  iteration " + state.iteration() + " done" + cost);
        }
        if (state.iteration() == 0 || System.nanoTime() - savedAt >= SAVE_INTERVAL) {
            try {
                save();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public boolean stopRequested() {
        return interruption.requested();
    }

    /** Writes the latest state, unless it was written already. */
    void save() throws IOException {
        if (unsaved != null) {
            KMeansStateFile.write(file, kMeans, unsaved, notes);
            unsaved = null;
            savedAt = System.nanoTime();
        }
    }
}
