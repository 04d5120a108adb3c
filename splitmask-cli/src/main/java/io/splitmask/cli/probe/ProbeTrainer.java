package io.splitmask.cli.probe;

import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.eval.probe.ProbeResult;
import io.splitmask.spi.Backend;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How a linear classifier comes from features: what differs between the kinds, beside what they take and find. */
interface ProbeTrainer {
    /** Returns the values of its setting of which each classifier takes the best; one for no choice. */
    List<Double> choices();

    /** Trains on one table and tests on another. @param choice one of the choices @param seed of all that is random */
    ProbeResult train(Backend backend, int classes, long seed, double choice, FeatureTable train, FeatureTable test)
            throws IOException;

    /** Returns its words. */
    ProbeWords words();

    /** Says what was trained and how, for the end of a sentence. */
    String account();

    /** Says what readers of the figures should know, in a line; empty if nothing. */
    default Optional<String> remark(List<ProbeResult> results) {
        return Optional.empty();
    }
}
