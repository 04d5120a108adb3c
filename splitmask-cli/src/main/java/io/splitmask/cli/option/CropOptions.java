package io.splitmask.cli.option;

import picocli.CommandLine.Option;

/** Which part of an image is looked at where nothing is random. A command gives its own default. */
public final class CropOptions {
    @Option(
            names = "--test-crop",
            paramLabel = "RATIO",
            description = "Share of an image's short side that is looked at, above 0 to 1; the literature has 0.875."
                    + " Default: ${DEFAULT-VALUE}.")
    private double ratio;

    /** Sets the default. @param ratio share of the short side, above 0 to 1 */
    public CropOptions(double ratio) {
        this.ratio = ratio;
    }

    /** Returns the share of the short side. @throws UsageException if there is no such share */
    public double ratio() {
        if (!(ratio > 0 && ratio <= 1)) {
            throw new UsageException("--test-crop: expected above 0 and at most 1, got " + ratio);
        }
        return ratio;
    }
}
