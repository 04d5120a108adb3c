package io.splitmask.datasets.format;

import io.splitmask.data.Image;
import io.splitmask.datasets.files.FileBytes;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads JPEG, PNG, BMP and WebP files, recognised by content, as 8-bit RGB: grey is copied to three channels, 16 bits
 * are rounded to 8, transparency is blended on white, EXIF orientation is applied, and colour profiles are ignored.
 * Thread-safe.
 */
public final class ImageDecoder {
    /** {@value} pixels: larger images are refused unless another limit is asked for. */
    public static final long DEFAULT_MAX_PIXELS = 100_000_000;

    private static final int[] REDUCTIONS = {8, 4, 2};

    private final long maxPixels;
    private final int usefulSide;

    /** Refuses images above {@link #DEFAULT_MAX_PIXELS}. */
    public ImageDecoder() {
        this(DEFAULT_MAX_PIXELS);
    }

    /**
     * Refuses larger images by their header, before memory is taken for them.
     *
     * @param maxPixels highest Hi * Wi, at least 1 and at most Integer.MAX_VALUE / 8
     */
    public ImageDecoder(long maxPixels) {
        if (maxPixels < 1 || maxPixels > Integer.MAX_VALUE / 8) {
            throw new IllegalArgumentException(
                    "expected a limit of 1.." + Integer.MAX_VALUE / 8 + " pixels, got " + maxPixels);
        }
        this.maxPixels = maxPixels;
        this.usefulSide = Integer.MAX_VALUE;
    }

    private ImageDecoder(long maxPixels, int usefulSide) {
        this.maxPixels = maxPixels;
        this.usefulSide = usefulSide;
    }

    /**
     * Returns a decoder that reads large JPEG files at a half, a quarter or an eighth of their size, which is faster,
     * as long as no side falls below a number of pixels. Other formats and smaller images are read whole.
     *
     * <p>What is resized from such an image differs from what is resized from the whole one by about a grey level on
     * average, and by up to 15 at edges, if the side is twice that of the view. Random crops need more: one of 8 % of
     * the area has 28 % of the side, and loses detail if that is less than the view's. So this is for photos that are
     * many times larger than the views, and not done unless asked for: views are then those that the methods' authors
     * computed, to the last bit.
     *
     * @param side at least 1
     */
    public ImageDecoder reducingTo(int side) {
        if (side < 1) {
            throw new IllegalArgumentException("useful side: expected at least 1 pixel, got " + side);
        }
        return new ImageDecoder(maxPixels, side);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it is missing, damaged, cut short, of another format or too large; one line with the
     *     path
     */
    public Image decode(Path file) throws IOException {
        byte[] data = FileBytes.read(file);
        return decode(data, file.toAbsolutePath().toString());
    }

    /**
     * Decodes a file in memory.
     *
     * @param data the whole file; not kept
     * @param name what to call it in messages
     * @throws IOException as {@link #decode(Path)}
     */
    public Image decode(byte[] data, String name) throws IOException {
        try {
            ImageHeader header = ImageHeader.parse(data);
            requireWithinLimit(header);
            int reduction = reduction(header);
            Image stored = NativeCodec.decode(data, header.format(), reduction);
            long width = (header.width() + reduction - 1) / reduction;
            long height = (header.height() + reduction - 1) / reduction;
            if (stored.width() != width || stored.height() != height) {
                throw new IOException("expected " + width + " x " + height + " pixels, got " + stored.width() + " x "
                        + stored.height());
            }
            return Orientation.upright(stored, header.orientation());
        } catch (IOException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    private int reduction(ImageHeader header) {
        if (header.format() == ImageFormat.JPEG) {
            long shortSide = Math.min(header.width(), header.height());
            for (int reduction : REDUCTIONS) {
                if (shortSide / reduction >= usefulSide) {
                    return reduction;
                }
            }
        }
        return 1;
    }

    private void requireWithinLimit(ImageHeader header) throws IOException {
        if (header.width() > maxPixels / header.height()) {
            throw new IOException(
                    "expected at most " + maxPixels + " pixels, got " + header.width() + " x " + header.height());
        }
    }
}
