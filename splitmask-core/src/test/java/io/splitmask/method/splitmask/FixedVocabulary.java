package io.splitmask.method.splitmask;

import io.splitmask.data.Tokenizer;
import io.splitmask.tensor.Tensor;

/** Only says how many words there are: tests bring their tokens. */
record FixedVocabulary(int vocabulary) implements Tokenizer {
    @Override
    public int patchSize() {
        return 8;
    }

    @Override
    public Tensor tokens(Tensor halfImages) {
        throw new AssertionError("the test brings its own tokens");
    }

    @Override
    public float[] wordPictures() {
        throw new AssertionError("the test has no codebook");
    }
}
