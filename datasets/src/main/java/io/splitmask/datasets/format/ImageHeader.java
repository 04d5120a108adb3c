package io.splitmask.datasets.format;

import java.io.IOException;

/**
 * What a file declares before any pixel is decoded.
 *
 * @param format recognised by content
 * @param width columns as stored, before orientation; at least 1, may be absurdly large
 * @param height rows as stored, before orientation
 * @param orientation EXIF orientation 1..8; 1 if absent
 */
record ImageHeader(ImageFormat format, long width, long height, int orientation) {
    ImageHeader {
        if (orientation < 1 || orientation > 8) {
            throw new IllegalArgumentException("expected an orientation of 1..8, got " + orientation);
        }
    }

    /** Reads the header and checks that the file has an end. */
    static ImageHeader parse(byte[] data) throws IOException {
        ByteReader bytes = new ByteReader(data);
        if (bytes.length() == 0) {
            throw new IOException("the file is empty");
        }
        ImageFormat format = ImageFormat.sniff(bytes)
                .orElseThrow(() -> new IOException("expected a JPEG, PNG, BMP or WebP file, got other content"));
        ImageHeader header =
                switch (format) {
                    case JPEG -> JpegHeader.parse(bytes);
                    case PNG -> PngHeader.parse(bytes);
                    case BMP -> BmpHeader.parse(bytes);
                    case WEBP -> WebpHeader.parse(bytes);
                };
        if (header.width < 1 || header.height < 1) {
            throw new IOException(
                    "expected a size of at least 1 x 1 pixels, got " + header.width + " x " + header.height);
        }
        return header;
    }
}
