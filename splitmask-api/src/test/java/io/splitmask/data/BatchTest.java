package io.splitmask.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchTest {
    private static View view(int side, int values, int halfValues) {
        return new View(side, new float[values], new float[halfValues]);
    }

    @ParameterizedTest(name = "{0} pixels, {1} values, {2} of half size")
    @CsvSource({"4, 96, 24", "4, 96, 0", "5, 150, 24", "1, 6, 0", "4, 0, 0"})
    void viewsHoldWholeImages(int side, int values, int halfValues) {
        View view = view(side, values, halfValues);
        assertThat(view.numImages()).isEqualTo(values / (3 * side * side));
        assertThat(view.hasHalfPixels()).isEqualTo(halfValues > 0);
    }

    @ParameterizedTest(name = "{0} pixels, {1} values, {2} of half size")
    @CsvSource(
            delimiter = '|',
            value = {
                "4 | 95 | 0  | view: expected images of 3 x 4 x 4 values, got 95 values",
                "0 | 3  | 0  | view: expected images of 3 x 0 x 0 values, got 3 values",
                "4 | 96 | 12 | view: expected 2 images of 3 x 2 x 2 values at half size, or none, got 12 values",
                "1 | 3  | 3  | view: expected 1 images of 3 x 0 x 0 values at half size, or none, got 3 values"
            })
    void viewsOfOtherLengthsAreRefused(int side, int values, int halfValues, String message) {
        assertThatThrownBy(() -> view(side, values, halfValues))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void batchesHaveALabelAPositionAndEveryViewOfEachImage() {
        List<View> views = List.of(view(4, 96, 24), view(2, 24, 0));
        assertThat(new Batch(views, new int[2], new int[2]).size()).isEqualTo(2);
        assertThatThrownBy(() -> new Batch(views, new int[2], new int[3]))
                .hasMessage("batch: expected as many labels as positions, got 2 and 3");
        assertThatThrownBy(() -> new Batch(List.of(views.get(0), view(2, 12, 0)), new int[2], new int[2]))
                .hasMessage("batch: expected 2 images in every view, got 1");
    }
}
