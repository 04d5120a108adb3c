package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import io.splitmask.datasets.files.OneLine;
import io.splitmask.datasets.files.RelativeName;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.format.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images in a folder: {@code root/cat/1.jpg} has the label of {@code cat}, whatever stands between. A class is a folder
 * right below the root; classes are numbered by name, files are ordered by path, both by character codes, so the order
 * is the same on every machine. Links are followed, once; hidden files and folders are left out: names that start with a
 * dot, and {@code __MACOSX}. The root may also be a {@code .zip} or {@code .tar} file, of which a folder around everything
 * else is left out.
 *
 * <p>Opening lists the folder and reads no image: a damaged file shows when it is read.
 */
public final class ImageFolder extends DatasetView {
    private static final Logger LOG = LoggerFactory.getLogger(ImageFolder.class);

    private ImageFolder(ImageDataset images) {
        super(images);
    }

    /**
     * Opens a folder: with labels if folders in it hold images, else without.
     *
     * @throws IOException if the folder is missing or holds no image; one line
     */
    public static ImageFolder open(Path root) throws IOException {
        return open(unwrapped(root));
    }

    /**
     * Opens a folder with the classes of another one, such as test images with the classes of the training images.
     *
     * @param classes names by label
     * @throws IOException as {@link #open}, or if there is a folder with another name
     */
    public static ImageFolder withClasses(Path root, List<String> classes) throws IOException {
        return withClasses(unwrapped(root), classes);
    }

    /**
     * Opens a folder and everything below it without labels.
     *
     * @throws IOException as {@link #open}
     */
    public static ImageFolder unlabelled(Path root) throws IOException {
        return unlabelled(unwrapped(root));
    }

    /** Opens a file tree as {@link #open(Path)} does. */
    static ImageFolder open(FileTree tree) throws IOException {
        List<String> names = imageNames(tree);
        return names.stream().anyMatch(ImageFolder::isInFolder)
                ? labelled(tree, inFolders(tree, names), tree.folders(""))
                : new ImageFolder(LabelledImages.unlabelled(tree, names));
    }

    /** Opens a file tree as {@link #withClasses(Path, List)} does. */
    static ImageFolder withClasses(FileTree tree, List<String> classes) throws IOException {
        TreeSet<String> unknown = new TreeSet<>(tree.folders(""));
        classes.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IOException(
                    "classes in " + tree.describe("") + ": expected some of " + classes + ", got " + unknown);
        }
        return labelled(tree, inFolders(tree, imageNames(tree)), classes);
    }

    /** Opens a file tree with labels; images that belong to no class folder are kept without one. */
    static ImageFolder withStray(FileTree tree) throws IOException {
        return labelled(tree, imageNames(tree), tree.folders(""));
    }

    /** Opens a file tree as {@link #unlabelled(Path)} does. */
    static ImageFolder unlabelled(FileTree tree) throws IOException {
        return new ImageFolder(LabelledImages.unlabelled(tree, imageNames(tree)));
    }

    /** Opens a path; of an archive, a folder that holds everything else, and is no class, is left out. */
    static FileTree unwrapped(Path root) throws IOException {
        FileTree tree = FileTree.open(root);
        while (!Files.isDirectory(root) && tree.folders("").size() == 1) {
            String only = tree.folders("").get(0);
            List<String> names = tree.files("");
            boolean isClass = tree.folders(only).isEmpty() && names.stream().anyMatch(ImageFormat::hasKnownExtension);
            if (isClass || !names.stream().allMatch(name -> name.startsWith(only + "/"))) {
                break;
            }
            tree = tree.below(only);
        }
        return tree;
    }

    /** Lists the images of a tree; says how many it has that cannot be read. */
    static List<String> imageNames(FileTree tree) throws IOException {
        List<String> files = tree.files("");
        List<String> names =
                files.stream().filter(ImageFormat::hasKnownExtension).toList();
        List<String> others =
                files.stream().filter(ImageFormat::hasOtherExtension).toList();
        String example = others.isEmpty() ? "" : OneLine.of(others.get(0));
        if (names.isEmpty()) {
            throw new IOException("no images in " + tree.describe("") + ": expected files that end in "
                    + ImageFormat.extensions()
                    + (others.isEmpty() ? "" : ", got " + others.size() + " of other formats, such as " + example));
        }
        if (!others.isEmpty()) {
            LOG.warn(
                    "{} images in {} are of other formats than {} and are left out, such as {}",
                    others.size(),
                    tree.describe(""),
                    ImageFormat.extensions(),
                    example);
        }
        return names;
    }

    /** Leaves out images that belong to no class folder. */
    private static List<String> inFolders(FileTree tree, List<String> names) throws IOException {
        List<String> inFolders = names.stream().filter(ImageFolder::isInFolder).toList();
        int numStray = names.size() - inFolders.size();
        if (inFolders.isEmpty()) {
            throw new IOException("no class folders with images in " + tree.describe("") + ": expected files such as "
                    + tree.describe("cat/1.jpg"));
        }
        if (numStray > 0) {
            LOG.warn("{} images in {} belong to no class folder and are left out", numStray, tree.describe(""));
        }
        return inFolders;
    }

    private static ImageFolder labelled(FileTree tree, List<String> names, List<String> classes) {
        Map<String, Integer> labelOfClass = new HashMap<>();
        for (int label = 0; label < classes.size(); label++) {
            labelOfClass.put(classes.get(label), label);
        }
        TreeSet<String> empty = new TreeSet<>(classes);
        int[] labels = new int[names.size()];
        for (int i = 0; i < labels.length; i++) {
            String folder = RelativeName.firstFolder(names.get(i));
            labels[i] = labelOfClass.getOrDefault(folder, UNLABELLED);
            empty.remove(folder);
        }
        if (!empty.isEmpty()) {
            LOG.warn("{} classes in {} have no image: {}", empty.size(), tree.describe(""), empty);
        }
        return new ImageFolder(new LabelledImages(new ImageFiles(new TreeFiles(tree, names)), labels, classes));
    }

    @Override
    public ImageFolder decodedBy(ImageDecoder decoder) {
        return new ImageFolder(all().decodedBy(decoder));
    }

    static boolean isInFolder(String name) {
        return name.indexOf('/') >= 0;
    }
}
