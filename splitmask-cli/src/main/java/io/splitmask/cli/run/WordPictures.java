package io.splitmask.cli.run;

import io.splitmask.data.Batch;
import io.splitmask.data.Image;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.tokenizers.BatchPatches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A picture for each visual word: the average of the training patches that carry it. The random vectors of the
 * codebook themselves look like noise; this shows what a word means.
 */
public final class WordPictures {
    private final int side;
    private final float[][] sums;
    private final int[] counts;

    /** Starts without patches. @param vocabulary V @param side of a token patch in pixels of the half-size image */
    public WordPictures(int vocabulary, int side) {
        this.side = side;
        this.sums = new float[vocabulary][];
        this.counts = new int[vocabulary];
    }

    /** Adds the patches of a batch. @param tokens [B, N] row-major */
    public void add(Batch batch, int[] tokens) {
        BatchPatches patches = new BatchPatches(batch, side);
        float[] patch = new float[patches.width()];
        for (int i = 0; i < tokens.length; i++) {
            patches.copy(i / patches.perImage(), i % patches.perImage(), patch, 0);
            add(patch, tokens[i]);
        }
    }

    private void add(float[] patch, int word) {
        if (sums[word] == null) {
            sums[word] = new float[patch.length];
        }
        counts[word]++;
        for (int i = 0; i < patch.length; i++) {
            sums[word][i] += patch[i];
        }
    }

    /** Returns a picture for each word, in order; grey for words that no patch carries. */
    public List<Image> pictures() {
        List<Image> pictures = new ArrayList<>(sums.length);
        byte[] grey = new byte[VisionTransformer.CHANNELS * side * side];
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
