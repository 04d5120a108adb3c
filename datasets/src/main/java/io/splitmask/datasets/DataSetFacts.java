package io.splitmask.datasets;

/**
 * What is known about a data set before its files are seen.
 *
 * @param name short, lower case, unique: what users type
 * @param title as its authors call it
 * @param layout the files that are expected, in a few words
 * @param origin where to get it and on which terms
 * @param size images and classes of the whole; {@link Size#UNKNOWN} where anything goes
 * @see "recipes: data sets on disk, constant number of updates"
 */
public record DataSetFacts(String name, String title, String layout, String origin, Size size) {
    /**
     * Counts.
     *
     * @param numTrain training images
     * @param numTest test images
     * @param numClasses classes of the labels, 0 if images have none
     */
    public record Size(int numTrain, int numTest, int numClasses) {
        /** Of what is the user's own. */
        public static final Size UNKNOWN = new Size(0, 0, 0);
    }

    /** Returns how many images a split should have. */
    int numImages(Split split) {
        return split.choose(size.numTrain(), size.numTest());
    }
}
