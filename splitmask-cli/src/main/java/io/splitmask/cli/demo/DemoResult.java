package io.splitmask.cli.demo;

import java.util.List;

/**
 * What the demonstration measured.
 *
 * @param scratch top-1 accuracy in percent from random weights, one for each seed
 * @param pretrained the same from pre-trained weights
 * @param testImages how many images were classified
 * @param classes how many classes there are
 */
record DemoResult(List<Double> scratch, List<Double> pretrained, int testImages, int classes) {
    /** Copies the lists. */
    DemoResult {
        scratch = List.copyOf(scratch);
        pretrained = List.copyOf(pretrained);
    }

    /** Returns the difference of the means in points. */
    double gain() {
        return mean(pretrained) - mean(scratch);
    }

    /** Returns what guessing gives, in percent. */
    double chance() {
        return 100.0 / classes;
    }

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
