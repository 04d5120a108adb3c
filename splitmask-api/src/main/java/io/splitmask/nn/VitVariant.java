package io.splitmask.nn;

import io.splitmask.config.Problems;

/**
 * How a network departs from the plain Vision Transformer, beside its sizes.
 *
 * @param absolutePositions whether a learned table of positions is added to the tokens
 * @param relativePositions where attention adds a bias for the offset between two patches
 * @param keyBias whether the keys of attention have a bias; it does not change what attention gives
 * @param layerNormEps added to the variance in every layer norm
 */
public record VitVariant(
        boolean absolutePositions, RelativePositions relativePositions, boolean keyBias, double layerNormEps) {
    /** The plain network. */
    public static final VitVariant PLAIN = new VitVariant(true, RelativePositions.NONE, true, VitConfig.LAYER_NORM_EPS);
    /** The network of BEiT's published weights, with the table of pre-training. */
    public static final VitVariant BEIT =
            new VitVariant(false, RelativePositions.SHARED, false, VitConfig.LAYER_NORM_EPS);

    /** Checks the number. */
    public VitVariant {
        Problems.of("VitVariant").positive("layerNormEps", layerNormEps).throwIfAny();
    }

    /** Returns whether attention adds a bias for the offset between two patches. */
    public boolean hasRelativePositions() {
        return relativePositions != RelativePositions.NONE;
    }

    /** Returns the same variant with relative positions elsewhere. */
    public VitVariant withRelativePositions(RelativePositions newRelativePositions) {
        return new VitVariant(absolutePositions, newRelativePositions, keyBias, layerNormEps);
    }

    /** Returns the same variant with or without a table of absolute positions. */
    public VitVariant withAbsolutePositions(boolean newAbsolutePositions) {
        return new VitVariant(newAbsolutePositions, relativePositions, keyBias, layerNormEps);
    }

    /** Returns the same variant with another epsilon in its layer norms; 1e-12 for many published weights. */
    public VitVariant withLayerNormEps(double newLayerNormEps) {
        return new VitVariant(absolutePositions, relativePositions, keyBias, newLayerNormEps);
    }

    /**
     * Checks that positions are absolute alone, so that the network can see a part of the patches.
     *
     * @param user named in the error
     * @throws IllegalArgumentException if they are not
     */
    public void requireAbsolutePositionsAlone(String user) {
        Problems.of(user)
                .require(
                        absolutePositions && !hasRelativePositions(),
                        "expected a model with absolute and without relative positions, as it sees a part of the "
                                + "patches, got " + this)
                .throwIfAny();
    }
}
