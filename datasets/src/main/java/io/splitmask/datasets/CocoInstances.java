package io.splitmask.datasets;

import io.splitmask.datasets.files.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of an {@code instances_*.json} file of COCO, by image. Everything is held in memory: about 0.5 GB for the
 * training images of 2017.
 */
public final class CocoInstances {
    private final List<CocoImage> images;
    private final List<String> categories;
    private final Map<Long, Integer> indexOfCategory = new HashMap<>();
    private final Map<String, List<CocoAnnotation>> ofFile = new HashMap<>();

    private CocoInstances(CocoJson json) {
        images = List.copyOf(json.images());
        categories = List.copyOf(json.categories().values());
        for (long id : json.categories().keySet()) {
            indexOfCategory.put(id, indexOfCategory.size());
        }
        images.forEach(image -> ofFile.put(image.fileName(), new ArrayList<>()));
        for (CocoAnnotation annotation : json.annotations()) {
            String file = images.get(json.indexOfImage(annotation.imageId())).fileName();
            ofFile.computeIfAbsent(file, name -> new ArrayList<>()).add(annotation);
        }
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it is missing or damaged, or an annotation names an image or category that is not in it;
     *     one line
     */
    public static CocoInstances read(Path json) throws IOException {
        return read(FileTree.around(json), json.getFileName().toString());
    }

    static CocoInstances read(FileTree tree, String name) throws IOException {
        return new CocoInstances(CocoJson.read(tree, name));
    }

    /** Returns the images in the order of the file, with and without objects. */
    public List<CocoImage> images() {
        return images;
    }

    /** Returns the names of the categories in the order of their ids: 80 in COCO. */
    public List<String> categories() {
        return categories;
    }

    /** Returns the rank of a category's id among all ids: 0..79 in COCO, where ids have gaps. */
    public int categoryIndex(CocoAnnotation annotation) {
        return indexOfCategory.getOrDefault(annotation.categoryId(), -1);
    }

    /**
     * Returns the objects in an image.
     *
     * @param fileName as in {@link CocoImage#fileName}
     * @return in the order of the file; empty if it has no objects or there is no such image
     */
    public List<CocoAnnotation> ofImage(String fileName) {
        return List.copyOf(ofFile.getOrDefault(fileName, List.of()));
    }
}
