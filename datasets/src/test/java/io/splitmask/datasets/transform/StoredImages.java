package io.splitmask.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.data.Image;
import io.splitmask.datasets.format.ImageDecoder;
import java.io.IOException;
import java.io.InputStream;

/** Pictures made by Pillow; {@code expected/make_expected.py} in the test resources says how. */
final class StoredImages {
    private StoredImages() {}

    static Image read(String name) throws IOException {
        String file = "expected/" + name + ".png";
        try (InputStream stream = StoredImages.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IOException("no resource " + file);
            }
            return new ImageDecoder().decode(stream.readAllBytes(), file);
        }
    }

    /** Compares all pixels and names the first that differs. */
    static void assertSame(Image actual, Image expected) {
        assertThat(actual.width()).isEqualTo(expected.width());
        assertThat(actual.height()).isEqualTo(expected.height());
        int numDifferent = 0;
        String first = "";
        for (int i = expected.rgb().length - 1; i >= 0; i--) {
            int a = actual.rgb()[i] & 0xFF;
            int e = expected.rgb()[i] & 0xFF;
            if (a != e) {
                numDifferent++;
                int pixel = i / 3;
                first = "channel " + i % 3 + " of (" + pixel % expected.width() + ", " + pixel / expected.width()
                        + "): expected " + e + ", got " + a;
            }
        }
        assertThat(numDifferent).as(first).isZero();
    }
}
