package io.splitmask.datasets.format;

import static io.splitmask.datasets.TestImages.file;
import static io.splitmask.datasets.TestImages.flat;
import static io.splitmask.datasets.TestImages.noise;
import static io.splitmask.datasets.TestImages.pixel;
import static io.splitmask.datasets.TestImages.webp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.data.Image;
import io.splitmask.datasets.TestImages;
import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private final ImageDecoder decoder = new ImageDecoder();

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp"})
    void losslessFormatsReturnTheSamePixels(String format) throws IOException {
        Image image = noise(13, 7, 1);
        Image decoded = decoder.decode(file(image, format), "noise");
        assertThat(decoded.width()).isEqualTo(13);
        assertThat(decoded.height()).isEqualTo(7);
        assertThat(decoded.rgb()).isEqualTo(image.rgb());
    }

    @Test
    void losslessWebpReturnsTheSamePixels() throws IOException {
        Image image = noise(13, 7, 2);
        assertThat(decoder.decode(webp(13, 7, 3, image.rgb()), "noise").rgb()).isEqualTo(image.rgb());
    }

    @Test
    void jpegKeepsColoursInOrder() throws IOException {
        Image decoded = decoder.decode(file(flat(20, 10, 200, 100, 30), "jpg"), "flat");
        assertThat(decoded.width()).isEqualTo(20);
        assertThat(decoded.height()).isEqualTo(10);
        assertThat(decoded.rgb()[0] & 0xFF).isCloseTo(200, within(3));
        assertThat(decoded.rgb()[1] & 0xFF).isCloseTo(100, within(3));
        assertThat(decoded.rgb()[2] & 0xFF).isCloseTo(30, within(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "jpg"})
    void greyIsCopiedToThreeChannels(String format) throws IOException {
        BufferedImage grey = new BufferedImage(9, 5, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 45; i++) {
            grey.getRaster().setSample(i % 9, i / 9, 0, 120);
        }
        Image decoded = decoder.decode(file(grey, format), "grey");
        assertThat(pixel(decoded, 8, 4)).isEqualTo(0x787878);
    }

    @Test
    void bilevelPngIsBlackAndWhite() throws IOException {
        BufferedImage bits = new BufferedImage(9, 5, BufferedImage.TYPE_BYTE_BINARY);
        bits.setRGB(8, 4, 0xFFFFFFFF);
        Image decoded = decoder.decode(file(bits, "png"), "bits");
        assertThat(pixel(decoded, 8, 4)).isEqualTo(0xFFFFFF);
        assertThat(pixel(decoded, 7, 4)).isZero();
    }

    @Test
    void sixteenBitsAreRoundedToTheNearestOfEight() throws IOException {
        BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        grey.getRaster().setSample(0, 0, 0, 257 * 100 + 128); // 100.498 levels
        grey.getRaster().setSample(1, 0, 0, 257 * 100 + 129); // 100.502 levels
        grey.getRaster().setSample(2, 0, 0, 65535);
        Image decoded = decoder.decode(file(grey, "png"), "grey");
        assertThat(pixel(decoded, 0, 0)).isEqualTo(0x646464);
        assertThat(pixel(decoded, 1, 0)).isEqualTo(0x656565);
        assertThat(pixel(decoded, 2, 0)).isEqualTo(0xFFFFFF);
    }

    @Test
    void alphaIsBlendedOnWhite() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00123456); // invisible: its colour must not show
        image.setRGB(1, 0, 0x33C80000); // 20 % of 200 on white: 244
        image.setRGB(2, 0, 0xFF123456);
        Image decoded = decoder.decode(file(image, "png"), "alpha");
        assertThat(pixel(decoded, 0, 0)).isEqualTo(0xFFFFFF);
        assertThat(pixel(decoded, 1, 0)).isEqualTo(0xF4CCCC);
        assertThat(pixel(decoded, 2, 0)).isEqualTo(0x123456);
    }

    @Test
    void sixteenBitAlphaIsBlendedOnWhite() throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 2, 1, 4, new Point());
        raster.setPixel(0, 0, new int[] {200 * 257, 0, 0, 51 * 257});
        raster.setPixel(1, 0, new int[] {0x1212, 0x3434, 0x5656, 0xFFFF});
        ComponentColorModel colours = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_USHORT);
        Image decoded = decoder.decode(file(new BufferedImage(colours, raster, false, null), "png"), "alpha");
        assertThat(pixel(decoded, 0, 0)).isEqualTo(0xF4CCCC);
        assertThat(pixel(decoded, 1, 0)).isEqualTo(0x123456);
    }

    @Test
    void webpAlphaIsBlendedOnWhite() throws IOException {
        byte[] samples = {0x12, 0x34, 0x56, (byte) 0xFF, (byte) 200, 0, 0, 51};
        Image decoded = decoder.decode(webp(2, 1, 4, samples), "alpha");
        assertThat(pixel(decoded, 0, 0)).isEqualTo(0x123456);
        assertThat(pixel(decoded, 1, 0)).isEqualTo(0xF4CCCC);
    }

    @Test
    void transparentPaletteEntryIsWhite() throws IOException {
        byte[] red = {0, 10};
        byte[] green = {0, 20};
        byte[] blue = {0, 30};
        IndexColorModel palette = new IndexColorModel(8, 2, red, green, blue, 0);
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
        image.getRaster().setSample(1, 0, 0, 1);
        Image decoded = decoder.decode(file(image, "png"), "palette");
        assertThat(pixel(decoded, 0, 0)).isEqualTo(0xFFFFFF);
        assertThat(pixel(decoded, 1, 0)).isEqualTo(0x0A141E);
    }

    @Test
    void contentCountsNotTheName(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("really-a.png.jpg");
        Files.write(file, file(noise(4, 3, 3), "png"));
        assertThat(decoder.decode(file).rgb()).isEqualTo(noise(4, 3, 3).rgb());
    }

    @Test
    void sameFileDecodesToTheSamePixelsTwice() throws IOException {
        byte[] jpeg = file(TestImages.noise(50, 40, 4), "jpg");
        assertThat(decoder.decode(jpeg, "a").rgb())
                .isEqualTo(decoder.decode(jpeg, "b").rgb());
    }
}
