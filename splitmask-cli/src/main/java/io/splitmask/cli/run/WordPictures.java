package io.splitmask.cli.run;

import io.splitmask.data.Batch;
import io.splitmask.data.Image;
import io.splitmask.datasets.transform.Normalization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A picture for each visual word: the average of the training patches that carry it. The random vectors of the
 * codebook themselves look like noise; this shows what a word means.
 */
final class WordPictures {
    private static final int CHANNELS = 3;

    private final int side;
    private final float[][] sums;
    private final int[] counts;

    /** Starts without patches. @param vocabulary V @param side of a token patch in pixels of the half-size image */
    WordPictures(int vocabulary, int side) {
        this.side = side;
        this.sums = new float[vocabulary][];
        this.counts = new int[vocabulary];
    }

    /** Adds the patches of a batch. @param tokens [B, N] row-major */
    void add(Batch batch, int[] tokens) {
        int half = batch.view(0).imageSize() / 2;
        int grid = half / side;
        for (int i = 0; i < tokens.length; i++) {
            int image = i / (grid * grid);
            int row = i / grid % grid;
            int column = i % grid;
            addPatch(
                    tokens[i],
                    batch.view(0).halfPixels(),
                    image * CHANNELS * half * half,
                    row * side,
                    column * side,
                    half);
        }
    }

    private void addPatch(int word, float[] pixels, int start, int top, int left, int width) {
        if (sums[word] == null) {
            sums[word] = new float[CHANNELS * side * side];
        }
        counts[word]++;
        for (int c = 0; c < CHANNELS; c++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    sums[word][(c * side + y) * side + x] += pixels[start + (c * width + top + y) * width + left + x];
                }
            }
        }
    }

    /** Returns a picture for each word, in order; grey for words that no patch carries. */
    List<Image> pictures() {
        List<Image> pictures = new ArrayList<>(sums.length);
        byte[] grey = new byte[CHANNELS * side * side];
        Arrays.fill(grey, (byte) 0x80);
        Image unused = new Image(side, side, grey);
        for (int word = 0; word < sums.length; word++) {
            pictures.add(counts[word] == 0 ? unused : mean(sums[word], counts[word]));
        }
        return pictures;
    }

    private Image mean(float[] sum, int count) {
        float[] mean = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = sum[i] / count;
        }
        return Normalization.IMAGENET.invert(mean, side, side);
    }
}
