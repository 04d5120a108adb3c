package io.splitmask.datasets.format;

import static io.splitmask.datasets.TestImages.exif;
import static io.splitmask.datasets.TestImages.file;
import static io.splitmask.datasets.TestImages.flat;
import static io.splitmask.datasets.TestImages.withExif;
import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.data.Image;
import io.splitmask.datasets.TestImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
    private static final int RED = 0;
    private static final int GREEN = 1;
    private static final int BLUE = 2;

    /** 48 x 32 in three colours: red top left, green top right, blue bottom left, red bottom right. */
    private static byte[] storedJpeg() {
        Image image = flat(48, 32, 255, 0, 0);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 48; x++) {
                boolean right = x >= 24;
                boolean bottom = y >= 16;
                if (right != bottom) {
                    int i = (y * 48 + x) * 3;
                    image.rgb()[i] = 0;
                    image.rgb()[i + (right ? GREEN : BLUE)] = (byte) 255;
                }
            }
        }
        return file(image, "jpg");
    }

    /** The corner that EXIF's definition ("row 0 is at the ..., column 0 at the ...") puts green and blue in. */
    @ParameterizedTest
    @CsvSource({
        "1, 48, right top, left bottom",
        "2, 48, left top, right bottom",
        "3, 48, left bottom, right top",
        "4, 48, right bottom, left top",
        "5, 32, left bottom, right top",
        "6, 32, right bottom, left top",
        "7, 32, right top, left bottom",
        "8, 32, left top, right bottom",
    })
    void jpegStandsUpright(int orientation, int width, String green, String blue) throws IOException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            Image upright = new ImageDecoder().decode(withExif(storedJpeg(), exif(orientation, order)), "photo");
            assertThat(upright.width()).isEqualTo(width);
            assertThat(upright.height()).isEqualTo(80 - width);
            assertThat(dominantChannel(upright, green)).isEqualTo(GREEN);
            assertThat(dominantChannel(upright, blue)).isEqualTo(BLUE);
        }
    }

    @Test
    void orientationOfPngIsApplied() throws IOException {
        Image image = TestImages.noise(5, 3, 1);
        Image upright =
                new ImageDecoder().decode(withExifChunk(file(image, "png"), exif(6, ByteOrder.BIG_ENDIAN)), "p");
        assertThat(upright.width()).isEqualTo(3);
        assertThat(TestImages.pixel(upright, 2, 0)).isEqualTo(TestImages.pixel(image, 0, 0));
        assertThat(TestImages.pixel(upright, 2, 4)).isEqualTo(TestImages.pixel(image, 4, 0));
        assertThat(TestImages.pixel(upright, 0, 0)).isEqualTo(TestImages.pixel(image, 0, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 60000})
    void orientationOutOfRangeIsIgnored(int orientation) throws IOException {
        byte[] jpeg = withExif(storedJpeg(), exif(orientation, ByteOrder.BIG_ENDIAN));
        assertThat(new ImageDecoder().decode(jpeg, "photo").width()).isEqualTo(48);
    }

    @Test
    void damagedExifIsIgnored() throws IOException {
        byte[] exif = exif(6, ByteOrder.LITTLE_ENDIAN);
        exif[4] = (byte) 0xFF; // directory far outside
        exif[7] = (byte) 0x7F;
        assertThat(new ImageDecoder()
                        .decode(withExif(storedJpeg(), exif), "photo")
                        .width())
                .isEqualTo(48);
    }

    private static int dominantChannel(Image image, String corner) {
        int x = corner.contains("left") ? 4 : image.width() - 5;
        int y = corner.contains("top") ? 4 : image.height() - 5;
        int rgb = TestImages.pixel(image, x, y);
        int red = rgb >> 16;
        int green = rgb >> 8 & 0xFF;
        return red > 200 ? RED : green > 200 ? GREEN : BLUE;
    }

    private static byte[] withExifChunk(byte[] png, byte[] exif) {
        int afterHeader = 8 + 25;
        byte[] type = "eXIf".getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(exif);
        return ByteBuffer.allocate(png.length + exif.length + 12)
                .put(png, 0, afterHeader)
                .putInt(exif.length)
                .put(type)
                .put(exif)
                .putInt((int) crc.getValue())
                .put(png, afterHeader, png.length - afterHeader)
                .array();
    }
}
