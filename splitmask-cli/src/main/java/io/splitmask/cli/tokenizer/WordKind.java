package io.splitmask.cli.tokenizer;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How words are found. */
public enum WordKind {
    /** Random directions; no images needed. */
    RANDOM_PROJECTION,
    /** Patches of different images. */
    RANDOM_PATCHES,
    /** Centroids of many patches. */
    KMEANS;

    /** Returns the name on the command line, such as {@code random-patches}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads the name of a kind. */
    static final class Reader implements ITypeConverter<WordKind> {
        @Override
        public WordKind convert(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.toString().equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "unknown kind '" + text + "'; known: " + Arrays.toString(values())));
        }
    }
}
