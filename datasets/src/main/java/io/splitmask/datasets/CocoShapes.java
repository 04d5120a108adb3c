package io.splitmask.datasets;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads numbers, boxes and outlines of annotations. */
final class CocoShapes {
    private static final int BOX_SIZE = 4;

    private CocoShapes() {}

    static double number(JsonParser parser, String field) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isNumeric()) {
            throw new IOException("expected a number as " + field + ", got " + token);
        }
        return parser.getDoubleValue();
    }

    /** Reads x, y, width, height. */
    static double[] box(JsonParser parser) throws IOException {
        double[] box = numbers(parser, "bbox");
        if (box.length != BOX_SIZE) {
            throw new IOException("expected " + BOX_SIZE + " numbers as bbox, got " + box.length);
        }
        return box;
    }

    /** Reads a list of polygons, or an object with runs. */
    static CocoShape shape(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return runs(parser);
        }
        JsonSections.require(parser.currentToken(), JsonToken.START_ARRAY, "polygons or runs as segmentation");
        List<double[]> polygons = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            double[] polygon = numbers(parser, "segmentation");
            if (polygon.length % 2 != 0) {
                throw new IOException("expected pairs of numbers in a polygon, got " + polygon.length + " numbers");
            }
            polygons.add(polygon);
        }
        return new CocoShape(polygons, new int[0], 0, 0);
    }

    private static CocoShape runs(JsonParser parser) throws IOException {
        double[] size = {};
        double[] counts = {};
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken unused = parser.nextToken();
            switch (field) {
                case "size" -> size = numbers(parser, "size");
                case "counts" -> counts = numbers(parser, "counts");
                default -> parser.skipChildren();
            }
        }
        if (size.length != 2) {
            throw new IOException("expected height and width as size of runs, got " + size.length + " numbers");
        }
        for (double side : size) {
            if (side < 0 || side > Integer.MAX_VALUE || side != Math.rint(side)) {
                throw new IOException("expected whole numbers of pixels as size of runs, got " + side);
            }
        }
        double covered = Arrays.stream(counts).sum();
        if (covered != size[0] * size[1]) {
            throw new IOException(
                    "expected runs over " + (long) size[0] + " x " + (long) size[1] + " pixels, got " + (long) covered);
        }
        for (double count : counts) {
            if (count < 0 || count != Math.rint(count)) {
                throw new IOException("expected whole numbers of at least 0 as counts, got " + count);
            }
        }
        int[] whole = Arrays.stream(counts).mapToInt(count -> (int) count).toArray();
        return new CocoShape(List.of(), whole, (int) size[1], (int) size[0]);
    }

    private static double[] numbers(JsonParser parser, String field) throws IOException {
        JsonSections.require(parser.currentToken(), JsonToken.START_ARRAY, "an array of numbers as " + field);
        double[] numbers = new double[16];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, count * 2);
            }
            numbers[count++] = number(parser, field);
        }
        return Arrays.copyOf(numbers, count);
    }
}
