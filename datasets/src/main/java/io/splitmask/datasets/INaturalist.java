package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * Reads iNaturalist of a year: {@code train2018.json} and {@code val2018.json} name the images and their categories.
 * The category's id is the label.
 */
final class INaturalist {
    private static final String NAMES = "categories.json";
    private static final int NONE = -2;

    private INaturalist() {}

    static ImageDataset open(DataSetFacts facts, FileTree root, Split split) throws IOException {
        String year = facts.name().substring(facts.name().length() - 4);
        String list = split.choose("train", "val") + year + ".json";
        String folder = "train_val" + year;
        DataSetFiles files = DataSetFiles.of(facts, root, list, "inat" + year, "inaturalist" + year);
        files.require(list, folder);
        CocoJson json = CocoJson.read(files.tree(), list);
        ImageListBuilder images =
                new ImageListBuilder(files.tree(), files.tree().files(folder));
        int[] labels = labels(json, files, list);
        for (int i = 0; i < labels.length; i++) {
            CocoImage image = json.images().get(i);
            images.add(image.fileName(), labels[i], files.tree().describe(list) + " image " + image.id());
        }
        return images.build(classes(json, files, list));
    }

    private static int[] labels(CocoJson json, DataSetFiles files, String list) throws IOException {
        int[] labels = new int[json.images().size()];
        Arrays.fill(labels, NONE);
        for (CocoAnnotation annotation : json.annotations()) {
            int index = json.indexOfImage(annotation.imageId());
            if (labels[index] != NONE && labels[index] != annotation.categoryId()) {
                throw files.wrong(
                        list,
                        "expected one category for image " + annotation.imageId() + ", got " + labels[index] + " and "
                                + annotation.categoryId());
            }
            labels[index] = (int) annotation.categoryId();
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == NONE) {
                throw files.wrong(
                        list,
                        "expected a category for every image, got none for image "
                                + json.images().get(i).id());
            }
        }
        return labels;
    }

    /** The names in the lists of 2018 are numbers; a file of their own has those of the species. */
    private static List<String> classes(CocoJson json, DataSetFiles files, String list) throws IOException {
        SortedMap<Long, String> ofList = json.categories();
        if (ofList.isEmpty() || ofList.firstKey() != 0 || ofList.lastKey() != ofList.size() - 1) {
            throw files.wrong(
                    list,
                    "expected categories 0, 1, 2, ... without gaps, got " + ofList.size()
                            + (ofList.isEmpty() ? "" : " from " + ofList.firstKey() + " to " + ofList.lastKey()));
        }
        if (!files.has(NAMES)) {
            return List.copyOf(ofList.values());
        }
        SortedMap<Long, String> named = CocoJson.readCategories(files.tree(), NAMES);
        if (!named.keySet().equals(ofList.keySet())) {
            throw files.wrong(
                    NAMES,
                    "expected the " + ofList.size() + " categories of " + list + ", got " + named.size() + " others");
        }
        return List.copyOf(named.values());
    }
}
