package io.splitmask.datasets;

/**
 * An image of a COCO file.
 *
 * @param id unique in the file
 * @param fileName relative to the folder of images
 * @param width Wi in pixels, 0 if the file does not say it
 * @param height Hi in pixels, 0 if the file does not say it
 */
public record CocoImage(long id, String fileName, int width, int height) {}
