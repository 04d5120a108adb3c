package io.splitmask.datasets.transform;

/** A part of the work that makes views of a stored image. */
public enum Stage {
    /** Fetching the file's bytes. */
    READ("read"),
    /** Turning the file into pixels. */
    DECODE("decode"),
    /** Cropping, resizing and mirroring, which are one. */
    RESIZE("crop, resize, flip"),
    /** Changes of colour and shape. */
    AUGMENT("colour and shape"),
    /** Turning values into floats, and erasing. */
    NORMALISE("normalise");

    /** Told when a stage of an image, or of one of its views, has ended. */
    @FunctionalInterface
    public interface Listener {
        /** Does nothing. */
        Listener NONE = stage -> {};

        /**
         * Takes notice.
         *
         * @param stage that has just ended, possibly one of several times
         */
        void ended(Stage stage);
    }

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    /** Returns a few words for tables. */
    public String label() {
        return label;
    }
}
