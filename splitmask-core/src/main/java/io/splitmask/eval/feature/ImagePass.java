package io.splitmask.eval.feature;

import io.splitmask.data.Batch;
import java.io.IOException;
import java.util.function.Consumer;

/** Shows each image of a data set once, in batches, when asked to. */
@FunctionalInterface
public interface ImagePass {
    /** Hands all batches over, one after the other, on the caller's thread. */
    void forEachBatch(Consumer<Batch> consumer) throws IOException;
}
