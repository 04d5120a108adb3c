package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import io.splitmask.datasets.files.RelativeName;
import io.splitmask.datasets.format.ImageDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The images of COCO 2017, all of them and without labels, and the objects in them. */
public final class Coco extends DatasetView {
    private final DataSetFiles files;
    private final String annotations;
    private final List<String> names;

    private Coco(DataSetFiles files, String annotations, List<String> names, ImageDataset images) {
        super(images);
        this.files = files;
        this.annotations = annotations;
        this.names = names;
    }

    @Override
    public Coco decodedBy(ImageDecoder decoder) {
        return new Coco(files, annotations, names, all().decodedBy(decoder));
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
        DataSetFiles files = DataSetFiles.of(facts, root, folder, "coco", "COCO", "coco2017");
        List<String> names = files.images(folder);
        return new Coco(
                files,
                "annotations/instances_" + folder + ".json",
                names,
                LabelledImages.unlabelled(files.tree(), names));
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
        return RelativeName.lastPart(names.get(index));
    }
}
