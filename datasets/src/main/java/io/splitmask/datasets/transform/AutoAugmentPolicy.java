package io.splitmask.datasets.transform;

import static io.splitmask.datasets.transform.PolicyOperation.AUTO_CONTRAST;
import static io.splitmask.datasets.transform.PolicyOperation.CONTRAST;
import static io.splitmask.datasets.transform.PolicyOperation.EQUALISE;
import static io.splitmask.datasets.transform.PolicyOperation.INVERT;
import static io.splitmask.datasets.transform.PolicyOperation.POSTERISE;
import static io.splitmask.datasets.transform.PolicyOperation.POSTERISE_MILD;
import static io.splitmask.datasets.transform.PolicyOperation.ROTATE;
import static io.splitmask.datasets.transform.PolicyOperation.SATURATION;
import static io.splitmask.datasets.transform.PolicyOperation.SHARPNESS;
import static io.splitmask.datasets.transform.PolicyOperation.SHEAR_X;
import static io.splitmask.datasets.transform.PolicyOperation.SHEAR_Y;
import static io.splitmask.datasets.transform.PolicyOperation.SOLARISE;
import static io.splitmask.datasets.transform.PolicyOperation.SOLARISE_ADD;
import static io.splitmask.datasets.transform.PolicyOperation.TRANSLATE_Y;

import java.util.List;

/** The pairs of operations of {@link AutoAugment}. */
public enum AutoAugmentPolicy {
    /** As the paper describes it for ImageNet: 25 pairs, some of them twice. */
    ORIGINAL(
            new Pair(new Step(POSTERISE_MILD, 0.4, 8), new Step(ROTATE, 0.6, 9)),
            new Pair(new Step(SOLARISE, 0.6, 5), new Step(AUTO_CONTRAST, 0.6, 5)),
            new Pair(new Step(EQUALISE, 0.8, 8), new Step(EQUALISE, 0.6, 3)),
            new Pair(new Step(POSTERISE_MILD, 0.6, 7), new Step(POSTERISE_MILD, 0.6, 6)),
            new Pair(new Step(EQUALISE, 0.4, 7), new Step(SOLARISE, 0.2, 4)),
            new Pair(new Step(EQUALISE, 0.4, 4), new Step(ROTATE, 0.8, 8)),
            new Pair(new Step(SOLARISE, 0.6, 3), new Step(EQUALISE, 0.6, 7)),
            new Pair(new Step(POSTERISE_MILD, 0.8, 5), new Step(EQUALISE, 1, 2)),
            new Pair(new Step(ROTATE, 0.2, 3), new Step(SOLARISE, 0.6, 8)),
            new Pair(new Step(EQUALISE, 0.6, 8), new Step(POSTERISE_MILD, 0.4, 6)),
            new Pair(new Step(ROTATE, 0.8, 8), new Step(SATURATION, 0.4, 0)),
            new Pair(new Step(ROTATE, 0.4, 9), new Step(EQUALISE, 0.6, 2)),
            new Pair(new Step(EQUALISE, 0, 7), new Step(EQUALISE, 0.8, 8)),
            new Pair(new Step(INVERT, 0.6, 4), new Step(EQUALISE, 1, 8)),
            new Pair(new Step(SATURATION, 0.6, 4), new Step(CONTRAST, 1, 8)),
            new Pair(new Step(ROTATE, 0.8, 8), new Step(SATURATION, 1, 2)),
            new Pair(new Step(SATURATION, 0.8, 8), new Step(SOLARISE, 0.8, 7)),
            new Pair(new Step(SHARPNESS, 0.4, 7), new Step(INVERT, 0.6, 8)),
            new Pair(new Step(SHEAR_X, 0.6, 5), new Step(EQUALISE, 1, 9)),
            new Pair(new Step(SATURATION, 0.4, 0), new Step(EQUALISE, 0.6, 3)),
            new Pair(new Step(EQUALISE, 0.4, 7), new Step(SOLARISE, 0.2, 4)),
            new Pair(new Step(SOLARISE, 0.6, 5), new Step(AUTO_CONTRAST, 0.6, 5)),
            new Pair(new Step(INVERT, 0.6, 4), new Step(EQUALISE, 1, 8)),
            new Pair(new Step(SATURATION, 0.6, 4), new Step(CONTRAST, 1, 8)),
            new Pair(new Step(EQUALISE, 0.8, 8), new Step(EQUALISE, 0.6, 3))),
    /** Of EfficientNet's public code; no paper describes it. */
    V0(
            new Pair(new Step(EQUALISE, 0.8, 1), new Step(SHEAR_Y, 0.8, 4)),
            new Pair(new Step(SATURATION, 0.4, 9), new Step(EQUALISE, 0.6, 3)),
            new Pair(new Step(SATURATION, 0.4, 1), new Step(ROTATE, 0.6, 8)),
            new Pair(new Step(SOLARISE, 0.8, 3), new Step(EQUALISE, 0.4, 7)),
            new Pair(new Step(SOLARISE, 0.4, 2), new Step(SOLARISE, 0.6, 2)),
            new Pair(new Step(SATURATION, 0.2, 0), new Step(EQUALISE, 0.8, 8)),
            new Pair(new Step(EQUALISE, 0.4, 8), new Step(SOLARISE_ADD, 0.8, 3)),
            new Pair(new Step(SHEAR_X, 0.2, 9), new Step(ROTATE, 0.6, 8)),
            new Pair(new Step(SATURATION, 0.6, 1), new Step(EQUALISE, 1, 2)),
            new Pair(new Step(INVERT, 0.4, 9), new Step(ROTATE, 0.6, 0)),
            new Pair(new Step(EQUALISE, 1, 9), new Step(SHEAR_Y, 0.6, 3)),
            new Pair(new Step(SATURATION, 0.4, 7), new Step(EQUALISE, 0.6, 0)),
            new Pair(new Step(POSTERISE, 0.4, 6), new Step(AUTO_CONTRAST, 0.4, 7)),
            new Pair(new Step(SOLARISE, 0.6, 8), new Step(SATURATION, 0.6, 9)),
            new Pair(new Step(SOLARISE, 0.2, 4), new Step(ROTATE, 0.8, 9)),
            new Pair(new Step(ROTATE, 1, 7), new Step(TRANSLATE_Y, 0.8, 9)),
            new Pair(new Step(SHEAR_X, 0, 0), new Step(SOLARISE, 0.8, 4)),
            new Pair(new Step(SHEAR_Y, 0.8, 0), new Step(SATURATION, 0.6, 4)),
            new Pair(new Step(SATURATION, 1, 0), new Step(ROTATE, 0.6, 2)),
            new Pair(new Step(EQUALISE, 0.8, 4), new Step(EQUALISE, 0, 8)),
            new Pair(new Step(EQUALISE, 1, 4), new Step(AUTO_CONTRAST, 0.6, 2)),
            new Pair(new Step(SHEAR_Y, 0.4, 7), new Step(SOLARISE_ADD, 0.6, 7)),
            new Pair(new Step(POSTERISE, 0.8, 2), new Step(SOLARISE, 0.6, 10)),
            new Pair(new Step(SOLARISE, 0.6, 8), new Step(EQUALISE, 0.6, 1)),
            new Pair(new Step(SATURATION, 0.8, 6), new Step(ROTATE, 0.4, 5)));

    /**
     * An operation of a pair.
     *
     * @param operation what is done
     * @param probability of doing it
     * @param magnitude 0..10
     */
    record Step(PolicyOperation operation, double probability, double magnitude) {}

    /**
     * Two operations, one after the other.
     *
     * @param first done first
     * @param second done to the result
     */
    record Pair(Step first, Step second) {}

    private final List<Pair> pairs;

    AutoAugmentPolicy(Pair... pairs) {
        this.pairs = List.of(pairs);
    }

    List<Pair> pairs() {
        return pairs;
    }
}
