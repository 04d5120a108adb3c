package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses some images of a data set; the same ones for the same data set, always. */
public sealed interface Subset permits Subset.All, BalancedSubset, ListedSubset {
    /** Every image. */
    Subset ALL = new All();

    /** Every image. */
    record All() implements Subset {
        @Override
        public ImageDataset of(ImageDataset all) {
            return all;
        }

        @Override
        public String toString() {
            return "all";
        }
    }

    /**
     * Returns the chosen images, in the order of the data set.
     *
     * @throws IOException if they cannot be found; one line
     */
    ImageDataset of(ImageDataset all) throws IOException;

    /**
     * Understands what a user types: {@code all}, a share such as {@code 10%}, a number of images of each class such as
     * {@code 1/class}, or the path of a list of file names.
     *
     * @param seed of what is drawn
     * @throws IllegalArgumentException if a number is out of range; one line
     */
    static Subset of(String text, long seed) {
        if (text.equals(ALL.toString())) {
            return ALL;
        }
        Matcher share = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?)\\s*%").matcher(text);
        if (share.matches()) {
            return BalancedSubset.share(Double.parseDouble(share.group(1)) / 100, seed);
        }
        Matcher perClass = Pattern.compile("(\\d{1,9})/class").matcher(text);
        if (perClass.matches()) {
            return BalancedSubset.perClass(Integer.parseInt(perClass.group(1)), seed);
        }
        return new ListedSubset(Path.of(text));
    }
}
