package io.splitmask.cli.probe;

import io.splitmask.eval.probe.ProbeResult;

/**
 * What a classifier made of the features of a block.
 *
 * @param block its number from 1, or the last of those that were joined
 * @param choice the value taken of the setting that its trainer leaves open
 * @param result what was learnt
 */
record BlockProbe(int block, double choice, ProbeResult result) {
    double top1() {
        return result.test().top1();
    }

    double top5() {
        return result.test().top5();
    }
}
