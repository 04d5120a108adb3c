package io.splitmask.cli.tokenizer;

import io.splitmask.cli.report.Png;
import io.splitmask.data.Image;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of small made-up pictures. */
final class SomeImages {
    private static final int SIDE = 24;

    private SomeImages() {}

    /** Writes pictures of coloured stripes. */
    static Path in(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            RandomStream random = SplittableSeed.of(i).stream();
            byte[] rgb = new byte[SIDE * SIDE * 3];
            byte[] colours = new byte[8 * 3];
            random.nextBytes(colours);
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                int stripe = (i % 2 == 0 ? pixel / SIDE : pixel % SIDE) / 3;
                System.arraycopy(colours, 3 * stripe, rgb, 3 * pixel, 3);
            }
            Files.write(folder.resolve(i + ".png"), Png.encode(new Image(SIDE, SIDE, rgb)));
        }
        return folder;
    }

    /** Writes a black picture. */
    static Path dark(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("dark.png"), Png.encode(new Image(SIDE, SIDE, new byte[SIDE * SIDE * 3])));
        return folder;
    }
}
