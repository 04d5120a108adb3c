package io.splitmask.datasets.format;

import static io.splitmask.datasets.TestImages.file;
import static io.splitmask.datasets.TestImages.noise;
import static io.splitmask.datasets.TestImages.webp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedFilesTest {
    private final ImageDecoder decoder = new ImageDecoder();

    private static byte[] encoded(String format) {
        Image image = noise(40, 30, 1);
        return format.equals("webp") ? webp(40, 30, 3, image.rgb()) : file(image, format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "webp"})
    void everyCutIsRefusedWithTheName(String format) {
        byte[] whole = encoded(format);
        for (int length : new int[] {0, 1, 3, 11, 20, 33, 60, whole.length / 2, whole.length - 20}) {
            assertThatThrownBy(() -> decoder.decode(Arrays.copyOf(whole, length), "cut"))
                    .as("%s cut to %d of %d bytes", format, length, whole.length)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cut: ")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "webp"})
    void randomDamageEndsInAnImageOrAnIoException(String format) {
        byte[] whole = encoded(format);
        Random random = new Random(7);
        int numRefused = 0;
        for (int i = 0; i < 60; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k < 3; k++) {
                damaged[random.nextInt(i % 2 == 0 ? 60 : damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                Image image = decoder.decode(damaged, "damaged");
                assertThat(image.width()).isPositive();
            } catch (IOException e) {
                numRefused++;
                assertThat(e.getMessage()).startsWith("damaged: ");
            }
        }
        assertThat(numRefused).isGreaterThan(5);
    }

    @Test
    void oneChangedByteOfPngPixelsIsNoticed() {
        byte[] png = encoded("png");
        png[png.length / 2] ^= 1;
        assertThatThrownBy(() -> decoder.decode(png, "bit.png"))
                .isInstanceOf(IOException.class)
                .hasMessage("bit.png: damaged PNG: wrong checksum of the chunk at byte 33");
    }

    @Test
    void pngPixelsThatDoNotInflateAreRefused() {
        byte[] png = encoded("png");
        int chunk = 33;
        int length = ByteBuffer.wrap(png).getInt(chunk);
        Arrays.fill(png, chunk + 20, chunk + 60, (byte) 0xFF);
        CRC32 crc = new CRC32();
        crc.update(png, chunk + 4, length + 4);
        ByteBuffer.wrap(png).putInt(chunk + 8 + length, (int) crc.getValue());
        assertThatThrownBy(() -> decoder.decode(png, "zip.png"))
                .isInstanceOf(IOException.class)
                .hasMessage("zip.png: damaged PNG: the pixels cannot be decoded");
    }

    @Test
    void otherContentIsRefused() {
        assertThatThrownBy(() -> decoder.decode("GIF89a...".getBytes(StandardCharsets.US_ASCII), "a.png"))
                .isInstanceOf(IOException.class)
                .hasMessage("a.png: expected a JPEG, PNG, BMP or WebP file, got other content");
        assertThatThrownBy(() -> decoder.decode(new byte[0], "b.png"))
                .isInstanceOf(IOException.class)
                .hasMessage("b.png: the file is empty");
    }

    @Test
    void hugePngIsRefusedByItsHeader() {
        assertThatThrownBy(() -> decoder.decode(pngWithSize(60_000, 50_000), "bomb.png"))
                .isInstanceOf(IOException.class)
                .hasMessage("bomb.png: expected at most 100000000 pixels, got 60000 x 50000");
        assertThatThrownBy(() -> decoder.decode(pngWithSize(-1, -1), "bomb.png"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("got 4294967295 x 4294967295");
    }

    @Test
    void sizeZeroIsRefused() {
        assertThatThrownBy(() -> decoder.decode(pngWithSize(0, 5), "empty.png"))
                .isInstanceOf(IOException.class)
                .hasMessage("empty.png: expected a size of at least 1 x 1 pixels, got 0 x 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "webp"})
    void limitHoldsForEveryFormat(String format) throws IOException {
        assertThat(new ImageDecoder(1200).decode(encoded(format), "whole").height())
                .isEqualTo(30);
        assertThatThrownBy(() -> new ImageDecoder(1199).decode(encoded(format), "large"))
                .isInstanceOf(IOException.class)
                .hasMessage("large: expected at most 1199 pixels, got 40 x 30");
    }

    @Test
    void missingFileIsNamedWithItsAbsolutePath(@TempDir Path folder) {
        Path file = folder.resolve("gone.jpg");
        assertThatThrownBy(() -> decoder.decode(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file.toAbsolutePath() + ": no such file");
    }

    @Test
    void folderInsteadOfAFileIsRefused(@TempDir Path folder) throws IOException {
        Path directory = Files.createDirectory(folder.resolve("a.png"));
        assertThatThrownBy(() -> decoder.decode(directory))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(directory.toAbsolutePath() + ": ");
    }

    /** The header of a PNG that declares a size, and its end. */
    private static byte[] pngWithSize(int width, int height) {
        byte[] png = file(noise(4, 4, 1), "png");
        ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        return png;
    }
}
