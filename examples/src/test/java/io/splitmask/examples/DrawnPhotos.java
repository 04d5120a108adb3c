package io.splitmask.examples;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Squares and discs in two folders. */
final class DrawnPhotos {
    private DrawnPhotos() {}

    static void write(Path photos, int perClass) throws IOException {
        draw(Files.createDirectories(photos.resolve("squares")), true, perClass);
        draw(Files.createDirectories(photos.resolve("discs")), false, perClass);
    }

    private static void draw(Path folder, boolean squares, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            Graphics2D canvas = image.createGraphics();
            canvas.setColor(new Color(10 * i, 120, 200));
            if (squares) {
                canvas.fillRect(i, 8, 30, 30);
            } else {
                canvas.fillOval(i, 8, 30, 30);
            }
            canvas.dispose();
            ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
    }
}
