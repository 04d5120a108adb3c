package io.splitmask.datasets.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.datasets.ImageFolder;
import io.splitmask.datasets.TestImages;
import io.splitmask.datasets.transform.TrainTransform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that change or vanish after a run has listed them. */
class ChangedImagesTest {
    private static final int IMAGES = 20;

    private final Path folder;

    ChangedImagesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void writeImages() throws IOException {
        for (int i = 0; i < IMAGES; i++) {
            Files.write(image(i), TestImages.file(TestImages.noise(6, 5, i), "png"));
        }
    }

    private Path image(int i) {
        return folder.resolve(String.format("%02d.png", i));
    }

    /** Nothing is read ahead beyond the batch that was asked for. */
    private BatchLoader loader() throws IOException {
        return new BatchLoader(
                ImageFolder.open(folder),
                new TrainTransform(4),
                LoaderOptions.training(IMAGES, 1).withTuning(new LoaderOptions.Tuning(1, 1)));
    }

    @Test
    void othersStandInForThoseThatVanishOrAreReplaced() throws IOException {
        Files.writeString(image(3), "no image any more, since the listing");
        try (BatchLoader loader = loader()) {
            Files.delete(image(7));
            Files.write(image(8), TestImages.file(TestImages.noise(9, 2, 1), "jpg"));
            for (int epoch = 0; epoch < 3; epoch++) {
                assertThat(loader.next().size()).isEqualTo(IMAGES);
            }
            assertThat(loader.badImages()).containsOnlyKeys(3, 7).containsEntry(7, image(7) + ": no such file");
        }
    }

    @Test
    void theRunEndsWhenTooManyHaveVanished() throws IOException {
        try (BatchLoader loader = loader()) {
            for (int i = 0; i < IMAGES; i += 2) {
                Files.delete(image(i));
            }
            assertThatThrownBy(() -> {
                        for (int epoch = 0; epoch < 3; epoch++) {
                            assertThat(loader.next().size()).isEqualTo(IMAGES);
                        }
                    })
                    .isInstanceOf(LoaderException.class)
                    .hasMessageContainingAll("of 20 images are unreadable; expected at most 10.0 %", "no such file");
        }
    }
}
