package io.splitmask.datasets.format;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_BGR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import io.splitmask.data.Image;
import java.io.IOException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.opencv.global.opencv_core;
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

    /** Decodes as stored, without orientation. */
    static Image decode(byte[] data, ImageFormat format) throws IOException {
        Library.load();
        try (BytePointer file = new BytePointer(data);
                Mat input = new Mat(1, data.length, opencv_core.CV_8UC1, file);
                Mat decoded = imdecode(input, flags(format))) {
            if (decoded == null || decoded.empty()) {
                throw new IOException("damaged " + format + ": the pixels cannot be decoded");
            }
            return new Image(decoded.cols(), decoded.rows(), toRgb(decoded));
        } catch (RuntimeException e) {
            // OpenCV's own failures arrive as RuntimeException with a message of several lines.
            throw new IOException("damaged " + format + ": the pixels cannot be decoded", e);
        }
    }

    /** Alpha is kept only where it is reliable: many 32-bit BMP files leave the fourth byte zero. */
    private static int flags(ImageFormat format) {
        return format == ImageFormat.PNG || format == ImageFormat.WEBP
                ? IMREAD_UNCHANGED
                : IMREAD_COLOR_BGR | IMREAD_IGNORE_ORIENTATION;
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
