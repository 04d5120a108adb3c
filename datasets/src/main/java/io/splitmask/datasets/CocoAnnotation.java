package io.splitmask.datasets;

/**
 * An object in an image of a COCO file.
 *
 * @param id unique in the file
 * @param imageId the image
 * @param categoryId the category as the file numbers it
 * @param box x, y, width, height in pixels; empty if the file has none
 * @param area of the object in pixels, 0 if the file does not say it
 * @param isCrowd whether it stands for many objects
 * @param shape its pixels
 */
public record CocoAnnotation(
        long id, long imageId, long categoryId, double[] box, double area, boolean isCrowd, CocoShape shape) {}
