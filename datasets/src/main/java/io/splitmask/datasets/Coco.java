package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import io.splitmask.datasets.files.RelativeName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The images of COCO 2017, all of them and without labels, and the objects in them. */
public final class Coco implements ImageDataset {
    private final DataSetFiles files;
    private final String annotations;
    private final ListedImages images;

    private Coco(DataSetFiles files, String folder) throws IOException {
        this.files = files;
        annotations = "annotations/instances_" + folder + ".json";
        images = ListedImages.unlabelled(files.tree(), files.images(folder));
    }

    /**
     * Opens the images of {@code train2017} or {@code val2017}; the annotations need not be there.
     *
     * @throws IOException if images are missing; one line
     */
    public static Coco open(Path root, Split split) throws IOException {
        return open(DataSetKind.COCO.facts(), FileTree.open(root), split);
    }

    static Coco open(DataSetFacts facts, FileTree root, Split split) throws IOException {
        String folder = split.choose("train2017", "val2017");
        return new Coco(DataSetFiles.of(facts, root, folder, "coco", "COCO", "coco2017"), folder);
    }

    /**
     * Reads the objects of all images.
     *
     * @throws IOException if the file is missing or wrong; one line
     */
    public CocoInstances instances() throws IOException {
        files.require(annotations);
        return CocoInstances.read(files.tree(), annotations);
    }

    /** Returns the file name by which {@link CocoInstances} knows an image. */
    public String fileName(int index) {
        return RelativeName.lastPart(images.relativeName(index));
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public List<String> classes() {
        return images.classes();
    }

    @Override
    public int label(int index) {
        return images.label(index);
    }

    @Override
    public String name(int index) {
        return images.name(index);
    }

    @Override
    public Image read(int index) throws IOException {
        return images.read(index);
    }
}
