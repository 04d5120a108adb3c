package io.splitmask.eval.feature;

import io.splitmask.data.Batch;
import io.splitmask.method.ImageBatch;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.EngineCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps features on disk, so that probes of the same weights and images need not compute them again. Each key has a
 * folder of its own, which gets its name when it is complete, so that processes may ask for the same features at the same
 * time; what is cut off or of another key is made anew.
 *
 * <pre>{@code
 * FeatureExtractor extractor = new FeatureExtractor(backbone, FeatureRecipe.CLASS_TOKEN);
 * FeatureKey key = FeatureKey.of(extractor, FeatureKey.datasetHash(images), transform.toString());
 * Features features = new FeatureCache(folder).get(extractor, key, batches -> {
 *     try (BatchLoader loader = new BatchLoader(images, transform, LoaderOptions.evaluation(64))) {
 *         loader.forEachRemaining(batches);
 *     }
 * });
 * }</pre>
 */
public final class FeatureCache {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);

    private static final String TEMPORARY = ".tmp";
    /** A folder in which no part was finished for so long is nobody's. */
    private static final Duration LONGEST_PART = Duration.ofDays(1);

    private final Path folder;

    /**
     * Creates the cache.
     *
     * @param folder made when it is needed
     */
    public FeatureCache(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the features of a data set, from disk if they are there.
     *
     * @param key what the features depend on, from {@link FeatureKey#of}
     * @param images asked for its images only if features must be computed
     * @throws IllegalArgumentException if there is no image
     */
    public Features get(FeatureExtractor extractor, FeatureKey key, ImagePass images) throws IOException {
        return get(extractor, key, images, FeatureLayout.of(extractor));
    }

    Features get(FeatureExtractor extractor, FeatureKey key, ImagePass images, FeatureLayout layout)
            throws IOException {
        Path own = folder.resolve(key.hash());
        if (Files.exists(own)) {
            try {
                return Features.open(own, key, layout);
            } catch (IOException e) {
                LOG.warn("features are made anew: {}", e.getMessage());
            }
            delete(own);
        }
        Files.createDirectories(folder);
        Path made = Files.createDirectory(folder.resolve(temporaryName(key, UUID.randomUUID() + TEMPORARY)));
        try {
            deleteAbandoned(key, Files.getLastModifiedTime(made));
            compute(extractor, new FeatureWriter(made, key, layout), images);
            publish(made, own);
        } catch (IOException | RuntimeException | Error e) {
            try {
                delete(made);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
        return Features.open(own, key, layout);
    }

    private static String temporaryName(FeatureKey key, String end) {
        return "." + key.hash() + "." + end;
    }

    /** Gives a folder its name, unless another process had the same features ready before. */
    private static void publish(Path made, Path own) throws IOException {
        try {
            Files.move(made, own, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (Files.notExists(own)) {
                throw e;
            }
            delete(made);
        }
    }

    /** Deletes what processes that were killed have left of these features. @param now by the clock of the files */
    private void deleteAbandoned(FeatureKey key, FileTime now) throws IOException {
        FileTime oldest = FileTime.from(now.toInstant().minus(LONGEST_PART));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, temporaryName(key, "*" + TEMPORARY))) {
            for (Path made : left) {
                if (lastModified(made, now).compareTo(oldest) < 0) {
                    delete(made);
                }
            }
        }
    }

    /** Returns {@code now} for what another process has just published or deleted. */
    private static FileTime lastModified(Path made, FileTime now) throws IOException {
        try {
            return Files.getLastModifiedTime(made);
        } catch (NoSuchFileException gone) {
            return now;
        }
    }

    /** Deletes a folder of features, unless another process does. */
    private static void delete(Path folder) throws IOException {
        // The index goes first: without it the rest counts as incomplete.
        Files.deleteIfExists(FeatureLayout.index(folder));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            return;
        }
        Files.deleteIfExists(folder);
    }

    private static void compute(FeatureExtractor extractor, FeatureWriter writer, ImagePass images) throws IOException {
        try {
            EngineCalls.call(extractor.backend(), () -> {
                images.forEachBatch(batch -> add(extractor, writer, batch));
                return true;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        writer.finish();
    }

    private static void add(FeatureExtractor extractor, FeatureWriter writer, Batch batch) {
        try (TensorScope scope = TensorScope.open()) {
            writer.add(batch, extractor.extract(new ImageBatch(extractor.backend(), batch).images()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
