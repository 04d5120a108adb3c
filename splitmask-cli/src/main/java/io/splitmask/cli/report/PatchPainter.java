package io.splitmask.cli.report;

import io.splitmask.data.Image;
import java.util.List;
import java.util.function.ToIntFunction;

/** Paints the patches of a sample's image: grey for hidden ones, or the picture of a visual word. */
final class PatchPainter {
    /** The level of red, green and blue of a hidden patch. */
    static final int GREY = 0xc4;

    private final int patchSize;

    PatchPainter(int patchSize) {
        this.patchSize = patchSize;
    }

    /** Returns the image with the hidden patches in grey: what the branch saw. */
    Image seen(MaskedSample sample) {
        Image grey = new Image(1, 1, new byte[] {(byte) GREY, (byte) GREY, (byte) GREY});
        return painted(sample, List.of(grey), hidden -> 0);
    }

    /**
     * Returns the image with each hidden patch replaced by the picture of a word.
     *
     * @param words pictures by word
     * @param word the word of a hidden patch
     */
    Image painted(MaskedSample sample, List<Image> words, ToIntFunction<HiddenPatch> word) {
        Image image = sample.image();
        byte[] rgb = image.rgb().clone();
        int columns = image.width() / patchSize;
        for (HiddenPatch hidden : sample.hidden()) {
            int left = hidden.patch() % columns * patchSize;
            int top = hidden.patch() / columns * patchSize;
            paint(rgb, image.width(), left, top, words.get(word.applyAsInt(hidden)));
        }
        return new Image(image.width(), image.height(), rgb);
    }

    private void paint(byte[] rgb, int width, int left, int top, Image word) {
        for (int y = 0; y < patchSize; y++) {
            for (int x = 0; x < patchSize; x++) {
                int source = y * word.height() / patchSize * word.width() + x * word.width() / patchSize;
                System.arraycopy(word.rgb(), 3 * source, rgb, 3 * ((top + y) * width + left + x), 3);
            }
        }
    }
}
