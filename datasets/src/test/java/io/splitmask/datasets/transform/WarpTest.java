package io.splitmask.datasets.transform;

import static io.splitmask.datasets.TestImages.noise;

import io.splitmask.data.Image;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares each movement with the affine map that it stands for, looked up pixel by pixel. */
class WarpTest {
    private static final int WIDTH = 61;
    private static final int HEIGHT = 43;

    /** Noise, a drawing of squares of one colour each, and an image of one colour. */
    private static final List<Image> IMAGES = List.of(
            noise(WIDTH, HEIGHT, 1), squares(noise(WIDTH, HEIGHT, 3), 9), squares(noise(WIDTH, HEIGHT, 4), WIDTH));

    /** Where rounding decides: whole pixels, halves, and sums of tenths, which are not exact. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.25, -0.3, 1 / 3.0, 0.7, 1, -1, 0.0123, -0.2871, 1e-15, -1e-15})
    void shearsAsTheMap(double factor) {
        for (Image image : IMAGES) {
            StoredImages.assertSame(warp(image).shearX(factor), mapped(image, 1, factor, 0, 0, 1, 0));
            StoredImages.assertSame(warp(image).shearY(factor), mapped(image, 1, 0, 0, factor, 1, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.45, -0.45, 0.1, 1 / 3.0, 0.5, 0.999, -0.999, 1, -2, 1e-17})
    void movesAsTheMap(double share) {
        for (Image image : IMAGES) {
            StoredImages.assertSame(warp(image).translateX(share), mapped(image, 1, 0, share * WIDTH, 0, 1, 0));
            StoredImages.assertSame(warp(image).translateY(share), mapped(image, 1, 0, 0, 0, 1, share * HEIGHT));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -5, 17.3, -27, 30, 45, 90, -90, 135, 180, 1e-9, 360})
    void turnsAsTheMap(double degrees) {
        double cosine = Math.rint(Math.cos(Math.toRadians(degrees)) * 1e15) / 1e15;
        double sine = Math.rint(Math.sin(Math.toRadians(-degrees)) * 1e15) / 1e15;
        double x = WIDTH / 2.0;
        double y = HEIGHT / 2.0;
        for (Image image : IMAGES) {
            Image expected = mapped(
                    image, cosine, sine, cosine * -x + sine * -y + x, -sine, cosine, -sine * -x + cosine * -y + y);
            StoredImages.assertSame(warp(image).rotate(degrees), expected);
        }
    }

    @Test
    void movesAnImageOfOnePixel() {
        Warp warp = warp(noise(1, 1, 2));
        StoredImages.assertSame(warp.shearX(0.3), noise(1, 1, 2));
        StoredImages.assertSame(warp.shearY(-0.3), noise(1, 1, 2));
        StoredImages.assertSame(warp.rotate(30), noise(1, 1, 2));
    }

    private static Warp warp(Image image) {
        return new Warp(image, WarpStyle.IMAGENET);
    }

    /** Gives each square the colour of its upper left pixel. */
    private static Image squares(Image image, int side) {
        byte[] to = new byte[image.rgb().length];
        for (int i = 0; i < to.length; i++) {
            int x = i / 3 % WIDTH / side * side;
            int y = i / 3 / WIDTH / side * side;
            to[i] = image.rgb()[3 * (y * WIDTH + x) + i % 3];
        }
        return new Image(WIDTH, HEIGHT, to);
    }

    private static Image mapped(Image image, double... m) {
        byte[] to = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            double x = i % WIDTH + 0.5;
            double y = i / WIDTH + 0.5;
            double fromX = m[0] * x + m[1] * y + m[2];
            double fromY = m[3] * x + m[4] * y + m[5];
            if (fromX < 0 || fromX >= WIDTH || fromY < 0 || fromY >= HEIGHT) {
                WarpStyle.IMAGENET.fill().write(to, 3 * i);
            } else {
                for (int c = 0; c < 3; c++) {
                    to[3 * i + c] = (byte) Math.max(0, Math.min(255, (int) value(image, c, fromX - 0.5, fromY - 0.5)));
                }
            }
        }
        return new Image(WIDTH, HEIGHT, to);
    }

    private static double value(Image image, int channel, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double[] rows = new double[4];
        for (int row = 0; row < 4; row++) {
            double[] v = new double[4];
            for (int column = 0; column < 4; column++) {
                int atX = Math.max(0, Math.min(WIDTH - 1, left - 1 + column));
                int atY = Math.max(0, Math.min(HEIGHT - 1, top - 1 + row));
                v[column] = image.rgb()[3 * (atY * WIDTH + atX) + channel] & 0xFF;
            }
            rows[row] = cubic(v, x - left);
        }
        return cubic(rows, y - top);
    }

    /** The interpolation of Pillow's Geometry.c. */
    private static double cubic(double[] v, double d) {
        double p2 = -v[0] + v[2];
        double p3 = 2 * (v[0] - v[1]) + v[2] - v[3];
        double p4 = -v[0] + v[1] - v[2] + v[3];
        return v[1] + d * (p2 + d * (p3 + d * p4));
    }
}
