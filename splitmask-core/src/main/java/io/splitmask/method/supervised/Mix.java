package io.splitmask.method.supervised;

import io.splitmask.config.Problems;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.Optional;

/**
 * How the images of a batch are mixed with others of it: all in one share (mixup) or in one box (CutMix).
 *
 * @param partners [B], for each image the position in the batch of the one that is mixed in
 * @param share lambda: weight of an image's own label, 0..1
 * @param box what comes from the partner; empty for mixup
 * @see "golden cases, section 11; recipes, section 4.6; pytorch-image-models v0.3.3, data/mixup.py"
 */
@SuppressWarnings("ArrayRecordComponent") // passed on at once, never compared
public record Mix(int[] partners, double share, Optional<Box> box) {
    /** Checks the share. */
    public Mix {
        Problems.of("Mix").share("share", share).throwIfAny();
    }

    /**
     * Mixes all pixels.
     *
     * @param lambda share of an image's own pixels, 0..1
     */
    public static Mix mixup(int[] partners, double lambda) {
        return new Mix(partners, lambda, Optional.empty());
    }

    /** Takes the pixels of a box from the partner; lambda is the share of the pixels outside. */
    public static Mix cutmix(int[] partners, Box box, int height, int width) {
        return new Mix(partners, 1 - box.area() / ((double) height * width), Optional.of(box));
    }

    /**
     * Mixes images.
     *
     * @param images [B, C, Hi, Wi]
     * @return same shape, owned by the innermost scope
     * @throws IllegalArgumentException if a partner is no image of the batch
     */
    public Tensor images(Tensor images) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor others = images.take(Tensor.ofIndices(images.backend(), partners, images.dim(0), partners.length));
            return scope.release(box.isPresent() ? cut(images, others, box.get()) : blend(images, others));
        }
    }

    private Tensor blend(Tensor images, Tensor others) {
        return images.multiply((float) share).add(others.multiply((float) (1 - share)));
    }

    private static Tensor cut(Tensor images, Tensor others, Box box) {
        int height = images.dim(2);
        int width = images.dim(3);
        Tensor outside = Tensor.of(images.backend(), box.outside(height, width), 1, 1, height, width);
        Tensor inside = outside.negate().add(1f);
        return images.multiply(outside).add(others.multiply(inside));
    }

    /**
     * Mixes the smoothed labels of a batch.
     *
     * @param labels [B], each in 0..classes-1
     * @param smoothing e: share of a target that is spread over all classes
     * @return [B, classes], row-major; rows sum to 1
     * @throws IllegalArgumentException if a label is no class, which would write into the row of another image
     */
    public float[] targets(int[] labels, int classes, double smoothing) {
        float[] targets = new float[Math.multiplyExact(labels.length, classes)];
        for (int b = 0; b < labels.length; b++) {
            int start = b * classes;
            for (int c = 0; c < classes; c++) {
                targets[start + c] = (float) (smoothing / classes);
            }
            int own = label(labels, b, classes);
            int other = label(labels, partners[b], classes);
            double spread = smoothing / classes;
            double onOwn = own == other ? 1 - smoothing : share * (1 - smoothing);
            targets[start + own] = (float) (spread + onOwn);
            if (own != other) {
                targets[start + other] = (float) (spread + (1 - share) * (1 - smoothing));
            }
        }
        return targets;
    }

    private static int label(int[] labels, int image, int classes) {
        int label = labels[image];
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException(
                    "mix: expected labels from 0 to " + (classes - 1) + ", got " + label + " at position " + image);
        }
        return label;
    }

    /** Returns for each image the label that has the larger share of it, its own if both are equal. */
    int[] dominantLabels(int[] labels) {
        int[] dominant = new int[labels.length];
        for (int b = 0; b < labels.length; b++) {
            dominant[b] = share >= 0.5 ? labels[b] : labels[partners[b]];
        }
        return dominant;
    }
}
