package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.format.ImageDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images in a folder: {@code root/cat/1.jpg} has the label of {@code cat}, whatever stands between. A class is a folder
 * right below the root; classes are numbered by name, files are ordered by path, both by character codes, so the order
 * is the same on every machine. Links are followed, once; names that start with a dot are left out.
 *
 * <p>Opening lists the folder and reads no image: a damaged file shows when it is read.
 */
public final class ImageFolder implements ImageDataset {
    private static final Logger LOG = LoggerFactory.getLogger(ImageFolder.class);

    private final Path root;
    private final List<String> classes;
    private final String[] paths;
    private final int[] labels;
    private final ImageDecoder decoder = new ImageDecoder();

    private ImageFolder(Path root, List<String> classes, List<String> paths) {
        this.root = root;
        this.classes = classes;
        this.paths = paths.toArray(new String[0]);
        this.labels = new int[this.paths.length];
        Map<String, Integer> labelOfClass = new HashMap<>();
        for (int label = 0; label < classes.size(); label++) {
            labelOfClass.put(classes.get(label), label);
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = labelOfClass.getOrDefault(classOf(this.paths[i]), UNLABELLED);
        }
    }

    /**
     * Opens a folder: with labels if folders in it hold images, else without.
     *
     * @throws IOException if the folder is missing or holds no image; one line
     */
    public static ImageFolder open(Path root) throws IOException {
        FolderListing listing = FolderListing.of(root);
        return listing.paths().stream().anyMatch(ImageFolder::isInFolder)
                ? labelled(listing, listing.folders())
                : new ImageFolder(listing.root(), List.of(), listing.paths());
    }

    /**
     * Opens a folder with the classes of another one, such as test images with the classes of the training images.
     *
     * @param classes names by label
     * @throws IOException as {@link #open}, or if there is a folder with another name
     */
    public static ImageFolder withClasses(Path root, List<String> classes) throws IOException {
        FolderListing listing = FolderListing.of(root);
        TreeSet<String> unknown = new TreeSet<>(listing.folders());
        classes.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IOException(
                    "classes in " + listing.root() + ": expected some of " + classes + ", got " + unknown);
        }
        return labelled(listing, classes);
    }

    /**
     * Opens a folder and everything below it without labels.
     *
     * @throws IOException as {@link #open}
     */
    public static ImageFolder unlabelled(Path root) throws IOException {
        FolderListing listing = FolderListing.of(root);
        return new ImageFolder(listing.root(), List.of(), listing.paths());
    }

    private static ImageFolder labelled(FolderListing listing, List<String> classes) throws IOException {
        List<String> inFolders = new ArrayList<>(listing.paths());
        inFolders.removeIf(path -> !isInFolder(path));
        int numStray = listing.paths().size() - inFolders.size();
        if (inFolders.isEmpty()) {
            throw new IOException("no class folders with images in " + listing.root() + ": expected files such as "
                    + listing.root().resolve("cat").resolve("1.jpg"));
        }
        if (numStray > 0) {
            LOG.warn("{} images in {} belong to no class folder and are left out", numStray, listing.root());
        }
        TreeSet<String> empty = new TreeSet<>(classes);
        inFolders.forEach(path -> empty.remove(classOf(path)));
        if (!empty.isEmpty()) {
            LOG.warn("{} classes in {} have no image: {}", empty.size(), listing.root(), empty);
        }
        return new ImageFolder(listing.root(), List.copyOf(classes), inFolders);
    }

    private static boolean isInFolder(String path) {
        return path.indexOf('/') >= 0;
    }

    private static String classOf(String path) {
        return path.substring(0, Math.max(0, path.indexOf('/')));
    }

    @Override
    public int size() {
        return paths.length;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public String name(int index) {
        return path(index).toString();
    }

    @Override
    public Image read(int index) throws IOException {
        return decoder.decode(path(index));
    }

    private Path path(int index) {
        return root.resolve(paths[index]);
    }
}
