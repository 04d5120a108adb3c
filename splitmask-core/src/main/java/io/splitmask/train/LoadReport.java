package io.splitmask.train;

import java.util.List;

/**
 * What became of the tensors of a file of weights.
 *
 * @param loaded parameters that were overwritten
 * @param interpolated those that were resized on the way, with both sizes
 * @param leftOut tensors of the file that the network does not have
 */
public record LoadReport(List<String> loaded, List<String> interpolated, List<String> leftOut) {
    /** Copies the lists. */
    public LoadReport {
        loaded = List.copyOf(loaded);
        interpolated = List.copyOf(interpolated);
        leftOut = List.copyOf(leftOut);
    }

    /** Returns the report in one line. */
    public String summary() {
        return loaded.size() + " tensors loaded" + part("interpolated", interpolated) + part("left out", leftOut);
    }

    private static String part(String what, List<String> names) {
        return names.isEmpty() ? "" : "; " + what + ": " + String.join(", ", names);
    }
}
