package io.splitmask.cli.embed;

import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.run.Interruption;
import io.splitmask.cli.run.PlainLook;
import io.splitmask.data.ImageDataset;
import io.splitmask.inference.Embedder;
import java.io.IOException;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;

/**
 * Goes through images once. Memory holds a few batches, however many images there are.
 *
 * @param embedder describes them
 * @param look how they are shown to it
 * @param line tells how far it is
 * @param interruption ends it early
 */
record EmbeddingPass(Embedder embedder, PlainLook look, LiveLine line, Interruption interruption) {
    /** Takes what was computed. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes a batch.
         *
         * @param indices [B], positions in the data set, ascending from batch to batch
         * @param features [B, ...], row-major
         */
        void accept(int[] indices, float[] features) throws IOException;
    }

    /**
     * Describes all images that can be read, in their order, and counts the others on the progress line; warnings name
     * them.
     *
     * @return how many could not be read
     * @throws CancellationException if interrupted
     */
    int each(ImageDataset images, Sink sink) throws IOException {
        SortedMap<Integer, String> unreadable = look.show(images, "images", line, batch -> {
            if (interruption.requested()) {
                line.note("interrupted; nothing was written"); // the JVM may end before the command says so
                throw new CancellationException();
            }
            sink.accept(batch.indices(), embedder.embed(batch.view(0)));
        });
        if (!unreadable.isEmpty()) {
            line.note(unreadable.size() + " of " + images.size() + " images cannot be read and are left out");
        }
        return unreadable.size();
    }
}
