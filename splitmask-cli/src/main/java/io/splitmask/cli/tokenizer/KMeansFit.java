package io.splitmask.cli.tokenizer;

import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.run.Interruption;
import io.splitmask.data.BatchSource;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tokenizers.Codebook;
import io.splitmask.tokenizers.kmeans.KMeans;
import io.splitmask.tokenizers.kmeans.KMeansState;
import io.splitmask.tokenizers.kmeans.KMeansStateFile;
import io.splitmask.tokenizers.kmeans.PatchSampler;
import io.splitmask.tokenizers.kmeans.PointSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Clusters patches of images into words, with its state in a file until it is done. */
final class KMeansFit {
    /** Share of Java's memory that the points may take. */
    private static final double POINT_SHARE = 0.8;

    private final LiveLine line;
    private final Interruption interruption;
    private final LoaderOptions.Tuning loading;

    KMeansFit(LiveLine line, Interruption interruption, LoaderOptions.Tuning loading) {
        this.line = line;
        this.interruption = interruption;
        this.loading = loading;
    }

    /**
     * Makes the words.
     *
     * @param stateFile goes on from it if it exists; left behind when interrupted
     * @return the words; empty if interrupted
     */
    Optional<Codebook> words(Backend backend, ImageDataset images, FitPlan plan, Path stateFile) throws IOException {
        checkMemory(plan);
        Optional<PointSet> points = points(images, plan);
        if (points.isEmpty()) {
            return Optional.empty();
        }
        KMeans kMeans = new KMeans(backend, points.get(), plan.clustering().settings(plan.vocabulary(), plan.seed()));
        KMeansWatch watch = new KMeansWatch(line, interruption, kMeans, stateFile, plan.notes());
        Optional<KMeansState> state;
        try {
            if (Files.exists(stateFile)) {
                KMeansState earlier = KMeansStateFile.read(stateFile, kMeans);
                line.note("going on after iteration " + earlier.iteration());
                state = kMeans.resume(earlier, watch);
            } else {
                state = kMeans.fit(watch);
            }
        } finally {
            watch.save();
        }
        return state.map(last -> kMeans.codebook(last, plan.wordSide()));
    }

    /** Refuses before the work what Java has no memory for. */
    private static void checkMemory(FitPlan plan) {
        double needed = (double) Float.BYTES
                * plan.clustering().points()
                * VisionTransformer.CHANNELS
                * plan.wordSide()
                * plan.wordSide();
        double allowed = POINT_SHARE * Runtime.getRuntime().maxMemory();
        if (needed > allowed) {
            throw new UsageException(String.format(
                    Locale.ROOT,
                    "%d patches need %.1f GB of Java's memory, and there are %.1f GB for them; take fewer --points, or"
                            + " give Java more, such as SPLITMASK_JAVA_OPTS=-Xmx%.0fg",
                    plan.clustering().points(),
                    needed / 1e9,
                    allowed / 1e9,
                    Math.ceil(needed / POINT_SHARE / (1 << 30) + 0.5)));
        }
    }

    private Optional<PointSet> points(ImageDataset images, FitPlan plan) {
        int count = plan.clustering().points();
        int wanted = (int) (((long) count + images.size() - 1) / images.size());
        PatchSampler sampler = new PatchSampler(
                plan.wordSide(),
                plan.clustering().metric(),
                Math.min(wanted, plan.patchesPerImage()),
                SplittableSeed.of(plan.seed()));
        try (BatchSource crops =
                Crops.endless(images, plan.image(), plan.seed(), loading).openAt(0)) {
            return sampler.draw(crops, count, done -> {
                if (line.isDue() || done == count) {
                    line.show("patches  " + done + "/" + count);
                }
                return !interruption.requested();
            });
        }
    }
}
