package io.splitmask.datasets;

import io.splitmask.data.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures and files for tests. */
public final class TestImages {
    private TestImages() {}

    /** Every pixel random. */
    public static Image noise(int width, int height, long seed) {
        byte[] rgb = new byte[width * height * 3];
        new Random(seed).nextBytes(rgb);
        return new Image(width, height, rgb);
    }

    /** One colour. */
    public static Image flat(int width, int height, int red, int green, int blue) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return new Image(width, height, rgb);
    }

    /** Pixel as 0xRRGGBB. */
    public static int pixel(Image image, int x, int y) {
        int i = (y * image.width() + x) * 3;
        return (image.rgb()[i] & 0xFF) << 16 | (image.rgb()[i + 1] & 0xFF) << 8 | (image.rgb()[i + 2] & 0xFF);
    }

    /** Encodes with the JDK: "png", "jpg" or "bmp". */
    public static byte[] file(BufferedImage image, String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("the JDK cannot write this as " + format);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Encodes with the JDK. */
    public static byte[] file(Image image, String format) {
        BufferedImage buffered = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                buffered.setRGB(x, y, pixel(image, x, y));
            }
        }
        return file(buffered, format);
    }

    /**
     * Encodes as lossless WebP.
     *
     * @param samples height * width * numChannels bytes, red first
     */
    public static byte[] webp(int width, int height, int numChannels, byte... samples) {
        byte[] blueFirst = samples.clone();
        for (int i = 0; i < samples.length; i += numChannels) {
            blueFirst[i] = samples[i + 2];
            blueFirst[i + 2] = samples[i];
        }
        int type = numChannels == 4 ? opencv_core.CV_8UC4 : opencv_core.CV_8UC3;
        try (BytePointer data = new BytePointer(blueFirst);
                Mat pixels = new Mat(height, width, type, data);
                BytePointer file = new BytePointer();
                IntPointer lossless = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 101)) {
            if (!opencv_imgcodecs.imencode(".webp", pixels, file, lossless)) {
                throw new IllegalStateException("OpenCV cannot write WebP");
            }
            byte[] bytes = new byte[Math.toIntExact(file.limit())];
            file.get(bytes);
            return bytes;
        }
    }

    /** EXIF data with the orientation behind another tag. */
    public static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer data = ByteBuffer.allocate(38).order(order);
        data.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
        data.putShort((short) 42).putInt(8).putShort((short) 2);
        data.putShort((short) 0x0100)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) 77)
                .putShort((short) 0);
        data.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        return data.putInt(0).array();
    }

    /** Inserts an APP1 segment after the first marker. */
    public static byte[] withExif(byte[] jpeg, byte[] exif) {
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + exif.length + 10);
        file.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) (exif.length + 8));
        file.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif);
        return file.put(jpeg, 2, jpeg.length - 2).array();
    }
}
