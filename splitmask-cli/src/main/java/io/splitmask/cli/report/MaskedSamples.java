package io.splitmask.cli.report;

import io.splitmask.data.Image;
import java.util.List;

/**
 * What a masked-image model predicted for the patches that it could not see.
 *
 * @param patchSize P in pixels of the samples' images
 * @param words the codebook as pictures, one for each of the V visual words; any size, scaled to a patch
 * @param samples the images, in the order shown
 */
public record MaskedSamples(int patchSize, List<Image> words, List<MaskedSample> samples) {
    /** Copies the lists and checks that every patch and word exists. */
    public MaskedSamples {
        words = List.copyOf(words);
        samples = List.copyOf(samples);
        if (patchSize < 1) {
            throw new IllegalArgumentException("patch size: expected 1 or more, got " + patchSize);
        }
        for (MaskedSample sample : samples) {
            check(sample, patchSize, words.size());
        }
    }

    private static void check(MaskedSample sample, int patchSize, int vocabulary) {
        Image image = sample.image();
        if (image.width() % patchSize != 0 || image.height() % patchSize != 0) {
            throw new IllegalArgumentException("sample '" + sample.name() + "': expected sides that are multiples of "
                    + patchSize + ", got " + image.width() + " x " + image.height());
        }
        int patches = image.width() / patchSize * (image.height() / patchSize);
        for (HiddenPatch hidden : sample.hidden()) {
            requireBelow(patches, hidden.patch(), sample, "patches");
            requireBelow(vocabulary, hidden.predictedWord(), sample, "words");
            requireBelow(vocabulary, hidden.trueWord(), sample, "words");
        }
    }

    private static void requireBelow(int bound, int value, MaskedSample sample, String what) {
        if (value < 0 || value >= bound) {
            throw new IllegalArgumentException("sample '" + sample.name() + "': expected " + what + " from 0 to "
                    + (bound - 1) + ", got " + value);
        }
    }

    /** Returns how many patches are hidden in all samples together. */
    int hidden() {
        return samples.stream().mapToInt(sample -> sample.hidden().size()).sum();
    }

    /** Returns how many of them were predicted exactly. */
    int exact() {
        return samples.stream().mapToInt(MaskedSample::exact).sum();
    }
}
