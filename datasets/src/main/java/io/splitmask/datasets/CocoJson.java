package io.splitmask.datasets;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.splitmask.datasets.files.FileTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A JSON file of COCO's form: images, annotations and categories, with ids that agree. iNaturalist uses it too. */
final class CocoJson {
    private static final long NONE = Long.MIN_VALUE;

    private final List<CocoImage> images = new ArrayList<>();
    private final Map<Long, Integer> indexOfImage = new HashMap<>();
    private final SortedMap<Long, String> categories = new TreeMap<>();
    private final List<CocoAnnotation> annotations = new ArrayList<>();

    private CocoJson() {}

    /**
     * Reads a file and checks that every annotation names an image and a category of it.
     *
     * @throws IOException if it is damaged or ids do not agree; one line
     */
    static CocoJson read(FileTree tree, String name) throws IOException {
        CocoJson json = new CocoJson();
        JsonSections.read(
                tree,
                name,
                Map.of(
                        "images", json.new Images(),
                        "annotations", json.new Annotations(),
                        "categories", json.new Categories()));
        json.requireKnownIds(tree.describe(name));
        return json;
    }

    /**
     * Reads names of categories from a file that holds only those.
     *
     * @return names by id, in the order of the ids
     * @throws IOException if it is damaged; one line
     */
    static SortedMap<Long, String> readCategories(FileTree tree, String name) throws IOException {
        CocoJson json = new CocoJson();
        Categories section = json.new Categories();
        JsonSections.read(tree, name, Map.of(JsonSections.WHOLE_FILE, section, "categories", section));
        return json.categories;
    }

    List<CocoImage> images() {
        return images;
    }

    /** Returns names by id, in the order of the ids. */
    SortedMap<Long, String> categories() {
        return categories;
    }

    List<CocoAnnotation> annotations() {
        return annotations;
    }

    /**
     * Returns the position among the images.
     *
     * @param id of an annotation's image
     */
    int indexOfImage(long id) {
        return indexOfImage.getOrDefault(id, -1);
    }

    private void requireKnownIds(String file) throws IOException {
        String first = "";
        int numDangling = 0;
        for (CocoAnnotation annotation : annotations) {
            boolean hasImage = indexOfImage.containsKey(annotation.imageId());
            if (!hasImage || !categories.containsKey(annotation.categoryId())) {
                numDangling++;
                first = numDangling > 1
                        ? first
                        : "annotation " + annotation.id() + " names "
                                + (hasImage
                                        ? "category " + annotation.categoryId() + ", which is not in 'categories'"
                                        : "image " + annotation.imageId() + ", which is not in 'images'");
            }
        }
        if (numDangling > 0) {
            throw new IOException(
                    file + ": " + first + " (" + numDangling + " of " + annotations.size() + " annotations dangle)");
        }
    }

    private static long id(JsonParser parser, String field) throws IOException {
        JsonSections.require(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, "a whole number as " + field);
        return parser.getLongValue();
    }

    private static int pixels(JsonParser parser, String field) throws IOException {
        long pixels = id(parser, field);
        if (pixels < 0 || pixels > Integer.MAX_VALUE) {
            throw new IOException("expected 0 to " + Integer.MAX_VALUE + " pixels as " + field + ", got " + pixels);
        }
        return (int) pixels;
    }

    private static String text(JsonParser parser, String field) throws IOException {
        JsonSections.require(parser.currentToken(), JsonToken.VALUE_STRING, "a text as " + field);
        return parser.getText();
    }

    private static void require(long id, String field) throws IOException {
        if (id == NONE) {
            throw new IOException("expected a value for " + field + ", got none");
        }
    }

    private final class Images implements JsonSections.Section {
        private long id = NONE;
        private String fileName = "";
        private int width;
        private int height;

        @Override
        public boolean value(String field, JsonParser parser) throws IOException {
            switch (field) {
                case "id" -> id = id(parser, field);
                case "file_name" -> fileName = text(parser, field);
                case "width" -> width = pixels(parser, field);
                case "height" -> height = pixels(parser, field);
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void end() throws IOException {
            require(id, "id of an image");
            if (fileName.isEmpty()) {
                throw new IOException("expected a file_name of image " + id + ", got none");
            }
            if (indexOfImage.put(id, images.size()) != null) {
                throw new IOException("expected ids of images to differ, got " + id + " twice");
            }
            images.add(new CocoImage(id, fileName, width, height));
            id = NONE;
            fileName = "";
            width = 0;
            height = 0;
        }
    }

    private final class Categories implements JsonSections.Section {
        private long id = NONE;
        private String name = "";

        @Override
        public boolean value(String field, JsonParser parser) throws IOException {
            switch (field) {
                case "id" -> id = id(parser, field);
                case "name" -> name = text(parser, field);
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void end() throws IOException {
            require(id, "id of a category");
            if (categories.put(id, name.isEmpty() ? "category " + id : name) != null) {
                throw new IOException("expected ids of categories to differ, got " + id + " twice");
            }
            id = NONE;
            name = "";
        }
    }

    private final class Annotations implements JsonSections.Section {
        private long id = NONE;
        private long imageId = NONE;
        private long categoryId = NONE;
        private double[] box = {};
        private double area;
        private boolean isCrowd;
        private CocoShape shape = CocoShape.NONE;

        @Override
        public boolean value(String field, JsonParser parser) throws IOException {
            switch (field) {
                case "id" -> id = id(parser, field);
                case "image_id" -> imageId = id(parser, field);
                case "category_id" -> categoryId = id(parser, field);
                case "bbox" -> box = CocoShapes.box(parser);
                case "area" -> area = CocoShapes.number(parser, field);
                case "iscrowd" -> isCrowd = id(parser, field) != 0;
                case "segmentation" -> shape = CocoShapes.shape(parser);
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void end() throws IOException {
            require(imageId, "image_id of annotation " + id);
            require(categoryId, "category_id of annotation " + id);
            annotations.add(new CocoAnnotation(id, imageId, categoryId, box, area, isCrowd, shape));
            id = NONE;
            imageId = NONE;
            categoryId = NONE;
            box = new double[0];
            area = 0;
            isCrowd = false;
            shape = CocoShape.NONE;
        }
    }
}
