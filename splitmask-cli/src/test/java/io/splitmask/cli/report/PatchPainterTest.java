package io.splitmask.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchPainterTest {
    /** 4 x 2 pixels, two patches of side 2; the red of a pixel is its number plus 1. */
    private final Image image = image(4, 2, 1, 2, 3, 4, 5, 6, 7, 8);

    private final MaskedSample sample = new MaskedSample("a", "", image, List.of(new HiddenPatch(1, 0, 1)));
    private final List<Image> words =
            List.of(image(1, 1, 90), image(4, 4, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));

    @Test
    void hiddenPatchesAreGreyAndOthersStay() {
        int grey = PatchPainter.GREY;
        assertThat(reds(new PatchPainter(2).seen(sample))).containsExactly(1, 2, grey, grey, 5, 6, grey, grey);
    }

    @Test
    void aSmallWordFillsItsPatch() {
        Image painted = new PatchPainter(2).painted(sample, words, HiddenPatch::predictedWord);
        assertThat(reds(painted)).containsExactly(1, 2, 90, 90, 5, 6, 90, 90);
    }

    @Test
    void aLargeWordIsShrunkToItsPatch() {
        Image painted = new PatchPainter(2).painted(sample, words, HiddenPatch::trueWord);
        assertThat(reds(painted)).containsExactly(1, 2, 0, 2, 5, 6, 8, 10);
    }

    @Test
    void theOriginalIsNotChanged() {
        int[] before = reds(image);
        assertThat(reds(new PatchPainter(2).seen(sample))).isNotEqualTo(before);
        assertThat(reds(image)).isEqualTo(before);
    }

    @Test
    void rejectsPatchesAndWordsThatDoNotExist() {
        assertThatThrownBy(() -> new MaskedSamples(2, words, List.of(hiding(2, 0, 0))))
                .hasMessage("sample 'a': expected patches from 0 to 1, got 2");
        assertThatThrownBy(() -> new MaskedSamples(2, words, List.of(hiding(0, 0, 2))))
                .hasMessage("sample 'a': expected words from 0 to 1, got 2");
        assertThatThrownBy(() -> new MaskedSamples(3, words, List.of(sample)))
                .hasMessage("sample 'a': expected sides that are multiples of 3, got 4 x 2");
    }

    private MaskedSample hiding(int patch, int predicted, int truth) {
        return new MaskedSample("a", "", image, List.of(new HiddenPatch(patch, predicted, truth)));
    }

    private static Image image(int width, int height, int... reds) {
        byte[] rgb = new byte[3 * reds.length];
        for (int i = 0; i < reds.length; i++) {
            rgb[3 * i] = (byte) reds[i];
        }
        return new Image(width, height, rgb);
    }

    private static int[] reds(Image image) {
        int[] reds = new int[image.width() * image.height()];
        for (int i = 0; i < reds.length; i++) {
            reds[i] = image.rgb()[3 * i] & 0xff;
        }
        return reds;
    }
}
