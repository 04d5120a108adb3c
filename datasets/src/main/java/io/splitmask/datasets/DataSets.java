package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens data sets by what a user types.
 *
 * <pre>{@code
 * ImageDataset images = DataSets.openUnlabelled(DataSetSource.of("coco:/data/coco"), DataSetOptions.DEFAULT);
 * LabelledSplits cars = DataSets.openLabelled(DataSetSource.of("/data/cars"), DataSetOptions.DEFAULT);
 * }</pre>
 */
public final class DataSets {
    private static final Logger LOG = LoggerFactory.getLogger(DataSets.class);

    private DataSets() {}

    /**
     * Opens one split.
     *
     * @throws IOException if files are missing or wrong; one line that says what was expected and where to get it
     */
    public static ImageDataset open(DataSetSource source, Split split, DataSetOptions options) throws IOException {
        return open(kindOf(source), source, split, options);
    }

    private static ImageDataset open(DataSetKind kind, DataSetSource source, Split split, DataSetOptions options)
            throws IOException {
        ImageDataset all = StagedDataset.of(openWhole(kind, source, split)).decodedBy(options.decoder());
        checkSize(kind, source, split, all, options);
        return split == Split.TRAIN ? options.subset().of(all) : all;
    }

    /**
     * Opens the images for pre-training: those for training, without labels. Of an image folder that is not divided
     * these are all images, and of the whole embedded set also those that belong to no class.
     *
     * @throws IOException as {@link #open}
     */
    public static ImageDataset openUnlabelled(DataSetSource source, DataSetOptions options) throws IOException {
        DataSetKind kind = kindOf(source);
        if (kind == DataSetKind.EMBEDDED && options.subset() == Subset.ALL) {
            return EmbeddedSet.unlabelled();
        }
        if (kind == DataSetKind.IMAGE_FOLDER) {
            StagedDataset all = SplitFolder.openForPretraining(tree(source)).decodedBy(options.decoder());
            return new Unlabelled(options.subset().of(all));
        }
        return new Unlabelled(open(kind, source, Split.TRAIN, options));
    }

    /**
     * Opens training and test images for what learns from labels.
     *
     * @throws IOException as {@link #open}, or if there are fewer than two classes or no test images
     */
    public static LabelledSplits openLabelled(DataSetSource source, DataSetOptions options) throws IOException {
        DataSetKind kind = kindOf(source);
        ImageDataset train = open(kind, source, Split.TRAIN, options);
        String where = describe(source);
        if (train.classes().size() < 2) {
            throw new IOException(where + ": expected two classes or more, each a folder with images, got "
                    + (train.classes().isEmpty() ? "images without labels" : "only " + train.classes()));
        }
        ImageDataset test = open(kind, source, Split.TEST, options);
        if (test.size() == 0) {
            throw new IOException(where + ": expected a test/ folder, or at least " + SplitFolder.HELD_OUT_EVERY
                    + " images of a class so that one can be held out, got no test images");
        }
        return new LabelledSplits(train, test);
    }

    /**
     * Returns which data set a source is; where the source does not say, by its files.
     *
     * @throws IOException if it is missing, or the files may be of several data sets
     */
    public static DataSetKind kindOf(DataSetSource source) throws IOException {
        DataSetKind named = source.kind();
        if (named != null) {
            return named;
        }
        Path path = Path.of(source.path());
        if (source.path().matches(".*\\{\\d+\\.\\.\\d+}.*")) {
            return DataSetKind.WEBDATASET;
        }
        FileTree tree = tree(source);
        List<DataSetKind> candidates = Arrays.stream(DataSetKind.values())
                .filter(kind -> kind.isRecognised(tree))
                .toList();
        if (candidates.size() > 1) {
            throw new IOException(path.toAbsolutePath() + " may be "
                    + candidates.stream()
                            .map(kind ->
                                    kind.facts().title() + " (" + kind.facts().name() + ":" + source.path() + ")")
                            .collect(Collectors.joining(" or "))
                    + "; please say which");
        }
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        return ShardDetection.isShards(path, tree) ? DataSetKind.WEBDATASET : DataSetKind.IMAGE_FOLDER;
    }

    private static ImageDataset openWhole(DataSetKind kind, DataSetSource source, Split split) throws IOException {
        if (kind == DataSetKind.EMBEDDED) {
            return split.choose(EmbeddedSet.train(), EmbeddedSet.test());
        }
        if (kind == DataSetKind.WEBDATASET) {
            return WebDataset.open(kind.facts(), Path.of(source.path()), split);
        }
        return kind.open(tree(source), split);
    }

    private static FileTree tree(DataSetSource source) throws IOException {
        return ImageFolder.unwrapped(Path.of(source.path()));
    }

    private static void checkSize(
            DataSetKind kind, DataSetSource source, Split split, ImageDataset found, DataSetOptions options)
            throws IOException {
        DataSetFacts facts = kind.facts();
        int numImages = facts.numImages(split);
        int numClasses = found.classes().isEmpty() ? 0 : facts.size().numClasses();
        if (facts.size().equals(DataSetFacts.Size.UNKNOWN)
                || (found.size() == numImages && found.classes().size() == numClasses)) {
            return;
        }
        String problem = describe(source) + ": expected the " + numImages + " " + split.adjective() + " images"
                + (numClasses == 0 ? "" : " and " + numClasses + " classes") + " of " + facts.title() + ", got "
                + found.size()
                + (numClasses == 0 ? "" : " and " + found.classes().size());
        if (options.mustBeWhole()) {
            throw new IOException(problem + " (" + facts.origin() + ")");
        }
        LOG.warn("{}; a part of it is used as it is", problem);
    }

    private static String describe(DataSetSource source) {
        return source.path().isEmpty()
                ? source.toString()
                : Path.of(source.path()).toAbsolutePath().toString();
    }
}
