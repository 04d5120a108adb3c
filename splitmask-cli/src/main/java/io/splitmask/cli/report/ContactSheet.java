package io.splitmask.cli.report;

import io.splitmask.data.Image;
import java.util.List;

/**
 * A page of pictures, each set of them beside the one that they were found for.
 *
 * @param title what was looked for
 * @param summary a sentence
 * @param rows one for each picture that was asked about
 */
public record ContactSheet(String title, String summary, List<Row> rows) {
    /** Copies the list. */
    public ContactSheet {
        rows = List.copyOf(rows);
    }

    /**
     * A picture with what was found for it.
     *
     * @param query what was asked about
     * @param found the best first
     */
    public record Row(Tile query, List<Tile> found) {
        /** Copies the list. */
        public Row {
            found = List.copyOf(found);
        }
    }

    /**
     * A picture with its caption.
     *
     * @param image in the size in which the page holds it
     * @param name of the picture, such as its path
     * @param note what there is to say, a word or a number
     */
    public record Tile(Image image, String name, String note) {}
}
