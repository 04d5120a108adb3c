package io.splitmask.cli.report;

import io.splitmask.data.Image;
import java.util.List;

/**
 * One image as a branch of the model saw it.
 *
 * @param name the image's name, such as its file
 * @param description a few words for the reader, such as its class; may be empty
 * @param image the image as it went into the model: cropped, not normalised
 * @param hidden the patches that the branch did not see, with what it predicted for them
 */
public record MaskedSample(String name, String description, Image image, List<HiddenPatch> hidden) {
    /** Copies the list. */
    public MaskedSample {
        hidden = List.copyOf(hidden);
    }

    /** Returns how many hidden patches were predicted exactly. */
    int exact() {
        return (int) hidden.stream().filter(HiddenPatch::exact).count();
    }
}
