package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import io.splitmask.datasets.format.ImageDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The images of ADE20k for scene parsing, without labels of whole images, and the class of each pixel. */
public final class Ade20k extends DatasetView {
    private static final String CLASSES = "objectInfo150.txt";
    private static final int NUM_COLUMNS = 6;

    private final DataSetFiles files;
    private final String maskFolder;
    private final List<String> names;
    private final ImageDecoder decoder = new ImageDecoder();

    private Ade20k(DataSetFiles files, String maskFolder, List<String> names, ImageDataset images) {
        super(images);
        this.files = files;
        this.maskFolder = maskFolder;
        this.names = names;
    }

    /** {@inheritDoc} Masks are always read whole. */
    @Override
    public Ade20k decodedBy(ImageDecoder other) {
        return new Ade20k(files, maskFolder, names, all().decodedBy(other));
    }

    /**
     * Opens the images for training or validation.
     *
     * @throws IOException if they are missing; one line
     */
    public static Ade20k open(Path root, Split split) throws IOException {
        return open(DataSetKind.ADE20K.facts(), FileTree.open(root), split);
    }

    static Ade20k open(DataSetFacts facts, FileTree root, Split split) throws IOException {
        DataSetFiles files = DataSetFiles.of(facts, root, "images", "ADEChallengeData2016");
        String part = split.choose("training", "validation");
        List<String> names = files.images("images/" + part);
        return new Ade20k(files, "annotations/" + part + "/", names, LabelledImages.unlabelled(files.tree(), names));
    }

    /**
     * Reads the names of the pixels' classes.
     *
     * @return class k - 1 of value k of a mask
     * @throws IOException if the list is missing or wrong; one line
     */
    public List<String> pixelClasses() throws IOException {
        files.require(CLASSES);
        List<String> classes = new ArrayList<>();
        List<TextLine> lines = TextLine.read(files.tree(), CLASSES);
        for (TextLine line : lines.subList(1, lines.size())) { // the first one names the columns
            String[] columns = line.text().split("\t");
            if (columns.length != NUM_COLUMNS || line.number(columns[0], "a class") != classes.size() + 1) {
                throw line.wrong("expected class " + (classes.size() + 1) + " in " + NUM_COLUMNS
                        + " columns with tabs, got '" + line.text() + "'");
            }
            classes.add(columns[NUM_COLUMNS - 1].strip());
        }
        return List.copyOf(classes);
    }

    /**
     * Reads the classes of an image's pixels.
     *
     * @throws IOException if the mask is missing, damaged, not grey, or has a class above 150; one line
     */
    public SegmentationMask mask(int index) throws IOException {
        String image = names.get(index);
        String stem = image.substring(image.lastIndexOf('/') + 1, image.lastIndexOf('.'));
        String name = maskFolder + stem + ".png";
        files.require(name);
        Image mask = decoder.decode(files.tree().read(name), files.tree().describe(name));
        byte[] classes = new byte[mask.width() * mask.height()];
        for (int i = 0; i < classes.length; i++) {
            byte value = mask.rgb()[3 * i];
            if (value != mask.rgb()[3 * i + 1] || value != mask.rgb()[3 * i + 2]) {
                throw files.wrong(name, "expected one grey channel, got colours");
            }
            if ((value & 0xFF) > files.facts().size().numClasses()) {
                throw files.wrong(
                        name, "expected values of 0.." + files.facts().size().numClasses() + ", got " + (value & 0xFF));
            }
            classes[i] = value;
        }
        return new SegmentationMask(mask.width(), mask.height(), classes);
    }
}
