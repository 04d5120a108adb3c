package io.splitmask.datasets.benchmark;

import io.splitmask.data.Image;
import io.splitmask.datasets.StagedDataset;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.format.JpegEncoder;
import io.splitmask.datasets.transform.Stage;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * JPEG files in memory that cost a decoder about what photographs cost: random clouds of all scales, the larger the
 * stronger, whose channels mostly go together. At 500 x 375 pixels and a quality of {@value #QUALITY} a file has about
 * 110 KB, the mean of ImageNet's.
 */
public final class SyntheticPhotos implements StagedDataset {
    /** Of the files, 0..100: {@value}. */
    public static final int QUALITY = 92;

    /** Strength of the clouds, in grey levels, from those of one pixel to those of 2^k pixels. */
    private static final double[] STRENGTHS = {10, 12, 14, 16, 18, 22, 28, 34};
    /** Share of a cloud that is its channel's own. */
    private static final double COLOUR_SHARE = 0.35;

    private final List<byte[]> files;
    private final ImageDecoder decoder;

    /**
     * Makes the files.
     *
     * @param count how many, at least 1
     * @param width columns of each
     * @param height rows of each
     */
    public SyntheticPhotos(int count, int width, int height) {
        this(
                IntStream.range(0, count)
                        .mapToObj(i -> JpegEncoder.encode(photo(width, height, SplittableSeed.of(i).stream()), QUALITY))
                        .toList(),
                new ImageDecoder());
    }

    private SyntheticPhotos(List<byte[]> files, ImageDecoder decoder) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("synthetic photos: expected at least 1, got none");
        }
        this.files = files;
        this.decoder = decoder;
    }

    private static Image photo(int width, int height, RandomStream random) {
        double[][] planes = new double[4][width * height]; // one that the channels share, and one for each
        for (double[] plane : planes) {
            for (int scale = 0; scale < STRENGTHS.length; scale++) {
                addClouds(plane, width, 1 << scale, STRENGTHS[scale], random);
            }
        }
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            for (int c = 0; c < 3; c++) {
                double value = 128 + planes[0][i] + COLOUR_SHARE * planes[c + 1][i];
                rgb[3 * i + c] = (byte) Math.max(0, Math.min(255, Math.round(value)));
            }
        }
        return new Image(width, height, rgb);
    }

    /** Adds random values on a grid, bilinear between its points. */
    private static void addClouds(double[] plane, int width, int cell, double strength, RandomStream random) {
        int height = plane.length / width;
        int gridWidth = width / cell + 2;
        double[] grid = new double[gridWidth * (height / cell + 2)];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = strength * random.nextGaussian();
        }
        for (int y = 0; y < height; y++) {
            double dy = (double) (y % cell) / cell;
            for (int x = 0; x < width; x++) {
                double dx = (double) (x % cell) / cell;
                int at = y / cell * gridWidth + x / cell;
                double upper = grid[at] + dx * (grid[at + 1] - grid[at]);
                double lower = grid[at + gridWidth] + dx * (grid[at + gridWidth + 1] - grid[at + gridWidth]);
                plane[y * width + x] += upper + dy * (lower - upper);
            }
        }
    }

    /** Returns how many bytes a file has on average. */
    public long meanBytes() {
        return files.stream().mapToLong(file -> file.length).sum() / files.size();
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public List<String> classes() {
        return List.of();
    }

    @Override
    public int label(int index) {
        return UNLABELLED;
    }

    @Override
    public String name(int index) {
        return "synthetic:" + index + ".jpg";
    }

    @Override
    public Image read(int index, Stage.Listener listener) throws IOException {
        byte[] file = files.get(index);
        listener.ended(Stage.READ);
        Image image = decoder.decode(file, name(index));
        listener.ended(Stage.DECODE);
        return image;
    }

    @Override
    public SyntheticPhotos decodedBy(ImageDecoder other) {
        return new SyntheticPhotos(files, other);
    }
}
