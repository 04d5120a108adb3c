package io.splitmask.datasets;

/** A part of a data set. */
public enum Split {
    /** To train on. */
    TRAIN("training"),
    /** To measure on: the test images, or those for validation where the labels of the test images are not public. */
    TEST("test");

    private final String adjective;

    Split(String adjective) {
        this.adjective = adjective;
    }

    /** Returns "training" or "test". */
    String adjective() {
        return adjective;
    }

    <T> T choose(T ofTrain, T ofTest) {
        return this == TRAIN ? ofTrain : ofTest;
    }
}
