package io.splitmask.method;

import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Tensor;

/** A method that predicts the visual words of patches which it does not see, for reports. */
public interface WordPredictor {
    /** Returns the words of a batch. @param halfImages [B, 3, Hi/2, Wi/2] @return [B, N] row-major */
    int[] tokens(Tensor halfImages);

    /** Hides patches and predicts their words. @param seed from which the hidden patches are drawn */
    WordPredictions predict(ImageBatch images, SplittableSeed seed);
}
