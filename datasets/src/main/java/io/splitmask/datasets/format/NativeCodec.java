package io.splitmask.datasets.format;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import io.splitmask.data.Image;
import java.io.IOException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** The only class that calls OpenCV. Nothing native outlives a call. */
final class NativeCodec {
    private NativeCodec() {}

    /** Loads the library on first use; the callers' threads are the parallelism, so OpenCV gets none of its own. */
    private static final class Library {
        static {
            opencv_core.setNumThreads(1);
        }

        static void load() {}
    }

    /**
     * Decodes as stored, without orientation.
     *
     * @param reduction 1, 2, 4 or 8, by which both sides are divided, rounded up; above 1 for JPEG only
     */
    static Image decode(byte[] data, ImageFormat format, int reduction) throws IOException {
        Library.load();
        try (BytePointer file = new BytePointer(data);
                Mat input = new Mat(1, data.length, opencv_core.CV_8UC1, file);
                Mat decoded = imdecode(input, flags(format) | reduced(reduction))) {
            if (decoded == null || decoded.empty()) {
                throw new IOException("damaged " + format + ": the pixels cannot be decoded");
            }
            return new Image(decoded.cols(), decoded.rows(), keepsAlpha(format) ? toRgb(decoded) : rgb(decoded));
        } catch (RuntimeException e) {
            // OpenCV's own failures arrive as RuntimeException with a message of several lines.
            throw new IOException("damaged " + format + ": the pixels cannot be decoded", e);
        }
    }

    /** The flags for a reduced image in colours are those in grey: the order of the channels is said apart. */
    private static int reduced(int reduction) {
        return switch (reduction) {
            case 2 -> IMREAD_REDUCED_GRAYSCALE_2;
            case 4 -> IMREAD_REDUCED_GRAYSCALE_4;
            case 8 -> IMREAD_REDUCED_GRAYSCALE_8;
            default -> 0;
        };
    }

    /** Encodes with the usual subsampling of colours. */
    static byte[] encodeJpeg(Image image, int quality) {
        Library.load();
        byte[] blueFirst = image.rgb().clone();
        for (int i = 0; i < blueFirst.length; i += 3) {
            blueFirst[i] = image.rgb()[i + 2];
            blueFirst[i + 2] = image.rgb()[i];
        }
        try (BytePointer data = new BytePointer(blueFirst);
                Mat pixels = new Mat(image.height(), image.width(), opencv_core.CV_8UC3, data);
                BytePointer file = new BytePointer();
                IntPointer options = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality)) {
            if (!opencv_imgcodecs.imencode(".jpg", pixels, file, options)) {
                throw new IllegalStateException("OpenCV cannot write JPEG files");
            }
            byte[] bytes = new byte[Math.toIntExact(file.limit())];
            file.get(bytes);
            return bytes;
        }
    }

    private static int flags(ImageFormat format) {
        return keepsAlpha(format) ? IMREAD_UNCHANGED : IMREAD_COLOR_RGB | IMREAD_IGNORE_ORIENTATION;
    }

    /** Alpha is kept only where it is reliable: many 32-bit BMP files leave the fourth byte zero. */
    private static boolean keepsAlpha(ImageFormat format) {
        return format == ImageFormat.PNG || format == ImageFormat.WEBP;
    }

    private static byte[] rgb(Mat decoded) {
        byte[] rgb = new byte[Math.toIntExact(decoded.total() * 3)];
        decoded.data().get(rgb);
        return rgb;
    }

    private static byte[] toRgb(Mat decoded) throws IOException {
        int numSamples = Math.toIntExact(decoded.total() * decoded.channels());
        if (decoded.depth() == opencv_core.CV_8U) {
            byte[] samples = new byte[numSamples];
            decoded.data().get(samples);
            return PixelConversion.fromBytes(samples, decoded.channels());
        }
        if (decoded.depth() == opencv_core.CV_16U) {
            short[] samples = new short[numSamples];
            try (ShortPointer data = new ShortPointer(decoded.data())) {
                data.get(samples);
            }
            return PixelConversion.fromShorts(samples, decoded.channels());
        }
        throw new IOException("expected 8 or 16 bits a sample, got OpenCV depth " + decoded.depth());
    }
}
