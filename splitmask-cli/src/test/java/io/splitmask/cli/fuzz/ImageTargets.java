package io.splitmask.cli.fuzz;

import io.splitmask.data.Image;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.format.JpegEncoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Image files, up to the native decoders. */
final class ImageTargets {
    private static final int WIDTH = 8;
    private static final int HEIGHT = 6;

    /** Of 8 x 6 pixels; Java has no writer for them. */
    private static final String LOSSLESS = "UklGRiwAAABXRUJQVlA4TCAAAAAvB0ABALmM6H/sClH46H9ASECY4/9GyYLxGIqYAODWDQ==";

    private static final String LOSSY =
            "UklGRkAAAABXRUJQVlA4IDQAAADQAQCdASoIAAYAAsBMJbACdAEOuwXvAAD+8Ybsgs/h64QVaeh2" + "sLDg55sf5vylx3cmYOAA";

    /** Small enough that no header makes the decoders slow. */
    private static final ImageDecoder DECODER = new ImageDecoder(1 << 16);

    private ImageTargets() {}

    static List<FuzzTarget> all() throws IOException {
        return List.of(
                images("JPEG", Map.of("a.jpg", JpegEncoder.encode(picture(), 80), "b.jpg", encoded("jpg"))),
                images("PNG", Map.of("a.png", encoded("png"))).repairedBy(Checksums::png),
                images("BMP", Map.of("a.bmp", encoded("bmp"))),
                images("WebP", Map.of("a.webp", decoded(LOSSLESS), "b.webp", decoded(LOSSY))));
    }

    private static FuzzTarget images(String name, Map<String, byte[]> files) {
        return FuzzTarget.of(name, files, (folder, damaged) -> {
            Image unused = DECODER.decode(damaged);
        });
    }

    private static Image picture() {
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 5);
        }
        return new Image(WIDTH, HEIGHT, rgb);
    }

    private static byte[] encoded(String format) throws IOException {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            picture.setRGB(i % WIDTH, i / WIDTH, i * 0x050301);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(picture, format, bytes)) {
            throw new IOException("Java cannot write " + format);
        }
        return bytes.toByteArray();
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
