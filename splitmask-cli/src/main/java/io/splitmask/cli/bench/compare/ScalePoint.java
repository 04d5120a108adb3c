package io.splitmask.cli.bench.compare;

import io.splitmask.cli.option.ModelName;
import io.splitmask.cli.option.UsageException;
import java.util.List;

/**
 * A step of one size on so many threads.
 *
 * @param sweep what changes from point to point
 * @param model named network
 * @param image Hi = Wi in pixels
 * @param patch P in pixels
 * @param batch B
 * @param threads of the processor
 */
record ScalePoint(Sweep sweep, ModelName model, int image, int patch, int batch, int threads) {
    /** What changes. */
    enum Sweep {
        /** Images in a step, at one image size. */
        BATCH,
        /** Patches of an image, at one batch size. */
        TOKENS;

        @Override
        public String toString() {
            return this == BATCH ? "batch" : "tokens";
        }
    }

    /**
     * Describes a step on images of so many patches.
     *
     * @throws UsageException if they make no square
     */
    static ScalePoint ofTokens(ModelName model, int tokens, int patch, int batch, int threads) {
        int side = (int) Math.round(Math.sqrt(tokens));
        if (side * side != tokens) {
            throw new UsageException("--tokens " + tokens + ": expected a square, as images are; try " + side * side);
        }
        return new ScalePoint(Sweep.TOKENS, model, side * patch, patch, batch, threads);
    }

    /** Returns N, the patches of an image. */
    int tokens() {
        return image / patch * (image / patch);
    }

    /** Returns the number by which the sweep is drawn. */
    int position() {
        return sweep == Sweep.BATCH ? batch : tokens();
    }

    /** Returns the options of {@code bench step}, and of the peer. */
    List<String> options() {
        return List.of(
                "--model",
                model.toString(),
                "--image",
                "" + image,
                "--patch",
                "" + patch,
                "--batch",
                "" + batch,
                "--threads",
                "" + threads);
    }

    @Override
    public String toString() {
        return sweep + " " + position() + ", threads " + threads;
    }
}
