package io.splitmask.datasets.format;

import static io.splitmask.datasets.TestImages.exif;
import static io.splitmask.datasets.TestImages.file;
import static io.splitmask.datasets.TestImages.withExif;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Image;
import io.splitmask.datasets.benchmark.SyntheticPhotos;
import io.splitmask.datasets.transform.EvalTransform;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReducedDecodingTest {
    private static final SyntheticPhotos PHOTOS = new SyntheticPhotos(1, 500, 375);

    private static Image photo() throws IOException {
        return PHOTOS.read(0);
    }

    private static byte[] jpeg() throws IOException {
        return JpegEncoder.encode(photo(), 92);
    }

    @ParameterizedTest
    @CsvSource({
        "376, 500, 375",
        "188, 500, 375",
        "187, 250, 188",
        "94, 250, 188",
        "93, 125, 94",
        "46, 63, 47",
        "1, 63, 47"
    })
    void sideDoesNotFallBelowWhatIsUseful(int side, int width, int height) throws IOException {
        Image image = new ImageDecoder().reducingTo(side).decode(jpeg(), "photo");
        assertThat(image.width()).isEqualTo(width);
        assertThat(image.height()).isEqualTo(height);
    }

    @Test
    void orientationIsApplied() throws IOException {
        byte[] turned = withExif(jpeg(), exif(6, ByteOrder.LITTLE_ENDIAN));
        Image image = new ImageDecoder().reducingTo(180).decode(turned, "photo");
        assertThat(image.width()).isEqualTo(188);
        assertThat(image.height()).isEqualTo(250);
    }

    @Test
    void otherFormatsAreReadWhole() throws IOException {
        Image image = new ImageDecoder().reducingTo(10).decode(file(photo(), "png"), "photo");
        assertThat(image.rgb()).isEqualTo(photo().rgb());
    }

    /** What is resized from a reduced photo stays within about a grey level and a half of the exact result. */
    @Test
    void viewsDifferLittleFromThoseOfTheWholeImage() throws IOException {
        byte[] jpeg = jpeg();
        EvalTransform transform = new EvalTransform(64);
        float[] exact = pixels(transform, new ImageDecoder().decode(jpeg, "photo"));
        float[] reduced = pixels(transform, new ImageDecoder().reducingTo(146).decode(jpeg, "photo"));
        double sum = 0;
        double highest = 0;
        for (int i = 0; i < exact.length; i++) {
            double levels = Math.abs(exact[i] - reduced[i]) * 0.226 * 255; // the deviation of the normalisation
            sum += levels;
            highest = Math.max(highest, levels);
        }
        assertThat(sum / exact.length).isBetween(0.1, 1.5);
        assertThat(highest).isLessThan(15);
    }

    private static float[] pixels(EvalTransform transform, Image image) {
        return transform.apply(image, new SplittableRandom(1)).get(0).pixels();
    }

    @Test
    void badSideIsRefused() {
        assertThatThrownBy(() -> new ImageDecoder().reducingTo(0))
                .hasMessage("useful side: expected at least 1 pixel, got 0");
    }
}
