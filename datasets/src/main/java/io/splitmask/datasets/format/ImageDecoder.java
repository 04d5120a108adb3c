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

    private final long maxPixels;

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
            Image stored = NativeCodec.decode(data, header.format());
            if (stored.width() != header.width() || stored.height() != header.height()) {
                throw new IOException("expected " + header.width() + " x " + header.height() + " pixels, got "
                        + stored.width() + " x " + stored.height());
            }
            return Orientation.upright(stored, header.orientation());
        } catch (IOException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    private void requireWithinLimit(ImageHeader header) throws IOException {
        if (header.width() > maxPixels / header.height()) {
            throw new IOException(
                    "expected at most " + maxPixels + " pixels, got " + header.width() + " x " + header.height());
        }
    }
}
