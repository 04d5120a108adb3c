package io.splitmask.datasets.transform;

/** Checks the side that a transform is asked for. */
final class ImageSize {
    private ImageSize() {}

    static int requirePositive(int imageSize) {
        if (imageSize < 1) {
            throw new IllegalArgumentException("image size: expected at least 1, got " + imageSize);
        }
        return imageSize;
    }
}
