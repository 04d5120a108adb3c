package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.RelativeName;
import io.splitmask.datasets.files.Shards;
import io.splitmask.datasets.format.ImageFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Images in tar or zip shards by the WebDataset convention: files that follow each other and whose paths agree up to the
 * first dot of the last part make a sample, such as {@code n01/7.jpg} and {@code n01/7.cls}. The image is the file with
 * an image's extension, the label the number in {@code .cls}; other files are left alone. Either every sample has a
 * label or none. The shards are indexed once and stay packed.
 */
final class WebDataset {
    private static final Pattern TRAIN = Pattern.compile("(^|[^a-z])train(ing)?([^a-z]|$)");
    private static final Pattern TEST =
            Pattern.compile("(^|[^a-z])(" + String.join("|", SplitFolder.TEST_NAMES) + ")([^a-z]|$)");
    private static final int MAX_CLASSES = 1_000_000;
    private static final int MAX_LABEL_BYTES = 32;

    private final Shards shards;
    private final List<Integer> images = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    private WebDataset(Path path, List<Path> archives) throws IOException {
        shards = Shards.open(archives);
        int begin = 0;
        while (begin < shards.size()) {
            int end = begin + 1;
            while (end < shards.size()
                    && shards.archive(end).equals(shards.archive(begin))
                    && key(shards.name(end)).equals(key(shards.name(begin)))) {
                end++;
            }
            addSample(begin, end);
            begin = end;
        }
        if (images.isEmpty()) {
            throw new IOException(path.toAbsolutePath() + ": no samples in the shards: expected files that end in "
                    + ImageFormat.extensions());
        }
    }

    /**
     * Opens the shards of a split: those whose names or folders say train, or val or test. If no name says either, all
     * are for training.
     */
    static ImageDataset open(DataSetFacts facts, Path path, Split split) throws IOException {
        List<Path> all = Shards.find(path);
        Path root = path.toAbsolutePath().normalize();
        List<Path> test = all.stream().filter(shard -> says(TEST, root, shard)).toList();
        List<Path> train =
                all.stream().filter(shard -> says(TRAIN, root, shard)).toList();
        if (test.isEmpty() && train.isEmpty()) {
            train = all;
        }
        List<Path> chosen = split.choose(train, test);
        if (chosen.isEmpty()) {
            throw new IOException(facts.title() + " in " + path.toAbsolutePath() + ": missing shards for "
                    + split.adjective() + "; expected " + facts.layout());
        }
        WebDataset dataset = new WebDataset(path, chosen);
        int numClasses = dataset.numClasses();
        if (split == Split.TEST && numClasses > 0 && !train.isEmpty()) {
            // The test images may lack the last classes.
            numClasses = Math.max(numClasses, new WebDataset(path, train).numClasses());
        }
        return new LabelledImages(
                new ImageFiles(new ShardFiles(dataset.shards, dataset.images)),
                dataset.labels.stream().mapToInt(Integer::intValue).toArray(),
                IntStream.range(0, numClasses).mapToObj(Integer::toString).toList());
    }

    private static boolean says(Pattern word, Path root, Path shard) {
        Path named = shard.startsWith(root) && !shard.equals(root) ? root.relativize(shard) : shard.getFileName();
        return word.matcher(named.toString().toLowerCase(Locale.ROOT)).find();
    }

    private static String key(String name) {
        int start = name.lastIndexOf('/') + 1;
        int dot = name.indexOf('.', start);
        return dot < 0 ? name : name.substring(0, dot);
    }

    private void addSample(int begin, int end) throws IOException {
        int image = -1;
        int labelFile = -1;
        for (int i = begin; i < end; i++) {
            String name = RelativeName.lastPart(shards.name(i)).toLowerCase(Locale.ROOT);
            if (ImageFormat.hasKnownExtension(name)) {
                if (image >= 0) {
                    throw new IOException(shards.describe(i) + ": expected one image in a sample, got "
                            + shards.name(image) + " too");
                }
                image = i;
            } else if (name.endsWith(".cls")) {
                labelFile = i;
            }
        }
        if (image < 0) {
            return; // a list, a licence, or what another data set needs
        }
        int label = labelFile < 0 ? ImageDataset.UNLABELLED : readLabel(labelFile);
        if (!images.isEmpty() && (label == ImageDataset.UNLABELLED) != (labels.get(0) == ImageDataset.UNLABELLED)) {
            throw new IOException(shards.describe(image) + ": expected a .cls file with a label for every sample or for"
                    + " none, got " + (label == ImageDataset.UNLABELLED ? "none here" : "none for the first sample"));
        }
        images.add(image);
        labels.add(label);
    }

    private int readLabel(int index) throws IOException {
        byte[] bytes = shards.read(index);
        String text = new String(bytes, StandardCharsets.US_ASCII).strip();
        try {
            int label = bytes.length > MAX_LABEL_BYTES ? -1 : Integer.parseInt(text);
            if (label >= 0 && label < MAX_CLASSES) {
                return label;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IOException(shards.describe(index) + ": expected a label of 0.." + (MAX_CLASSES - 1) + ", got "
                + (bytes.length > MAX_LABEL_BYTES
                        ? bytes.length + " bytes"
                        : "'" + text.lines().findFirst().orElse("") + "'"));
    }

    private int numClasses() {
        return labels.stream().mapToInt(Integer::intValue).max().orElse(ImageDataset.UNLABELLED) + 1;
    }

    /**
     * Files of shards, in a given order.
     *
     * @param shards where they are
     * @param positions in the shards
     */
    private record ShardFiles(Shards shards, List<Integer> positions) implements ImageFiles.Files {
        @Override
        public int size() {
            return positions.size();
        }

        @Override
        public String name(int index) {
            return shards.describe(positions.get(index));
        }

        @Override
        public byte[] read(int index) throws IOException {
            return shards.read(positions.get(index));
        }
    }
}
