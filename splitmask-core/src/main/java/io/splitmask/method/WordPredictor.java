package io.splitmask.method;

import io.splitmask.autograd.Tape;
import io.splitmask.data.Tokenizer;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Tensor;

/** A method that predicts the visual words of patches which it does not see, for reports. */
public interface WordPredictor {
    /** Returns what makes the words. */
    Tokenizer tokenizer();

    /**
     * Returns the words of a batch; nothing is recorded.
     *
     * @param halfImages [B, 3, Hi/2, Wi/2]
     * @return [B, N] row-major
     */
    default int[] tokens(Tensor halfImages) {
        return Tape.pause(() -> tokenizer().tokens(halfImages)).toInts();
    }

    /**
     * Hides patches and predicts their words.
     *
     * @param seed from which the hidden patches are drawn
     */
    WordPredictions predict(ImageBatch images, SplittableSeed seed);
}
