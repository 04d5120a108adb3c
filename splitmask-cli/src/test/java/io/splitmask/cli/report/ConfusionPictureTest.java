package io.splitmask.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.data.Image;
import io.splitmask.eval.ConfusionMatrix;
import io.splitmask.eval.Evaluation;
import io.splitmask.eval.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionPictureTest {
    private static ConfusionMatrix matrix(int classes, int[]... pairs) {
        List<Prediction> predictions = new ArrayList<>();
        for (int[] pair : pairs) {
            predictions.add(new Prediction(0, pair[0], pair[1], 1, pair[0] == pair[1] ? 0 : 1));
        }
        return new Evaluation(predictions).confusion(classes);
    }

    private static String colour(Image image, int x, int y) {
        int start = 3 * (y * image.width() + x);
        return String.format("%02x%02x%02x", image.rgb()[start], image.rgb()[start + 1], image.rgb()[start + 2]);
    }

    @Test
    void cellsAreAsDarkAsTheirShareOfTheRow() {
        Image image = ConfusionPicture.of(matrix(2, new int[] {0, 0}, new int[] {1, 0}, new int[] {1, 1}));
        assertThat(image.width()).isEqualTo(560);
        assertThat(colour(image, 100, 100)).as("all of the first class").isEqualTo("0072b2");
        assertThat(colour(image, 400, 100)).as("none").isEqualTo("ffffff");
        assertThat(colour(image, 100, 400)).as("half a row of mistakes").isEqualTo("eaaf80");
        assertThat(colour(image, 400, 400)).as("half a row recognised").isEqualTo("80b9d9");
        assertThat(colour(image, 279, 100)).as("border").isEqualTo("e3e7ed");
    }

    @Test
    void manyClassesShareCells() {
        Image image = ConfusionPicture.of(matrix(8142, new int[] {0, 8141}, new int[] {1, 1}, new int[] {8141, 8141}));
        assertThat(image.width()).isEqualTo(ConfusionPicture.MAX_CELLS);
        assertThat(colour(image, 0, 0)).as("half of the first classes").isEqualTo("80b9d9");
        assertThat(colour(image, 511, 0)).isEqualTo("eaaf80");
        assertThat(colour(image, 511, 511)).isEqualTo("0072b2");
        assertThat(colour(image, 0, 100)).as("classes without images").isEqualTo("ffffff");
    }
}
