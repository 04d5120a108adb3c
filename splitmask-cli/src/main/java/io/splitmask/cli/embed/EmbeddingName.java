package io.splitmask.cli.embed;

import io.splitmask.inference.Embedding;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names of the features: for help, completion and reading. */
final class EmbeddingName implements Iterable<String>, ITypeConverter<Embedding> {
    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(Embedding.values()).map(EmbeddingName::of).iterator();
    }

    /** Returns what users type. */
    static String of(Embedding embedding) {
        return embedding.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Embedding convert(String text) {
        for (Embedding embedding : Embedding.values()) {
            if (of(embedding).equals(text.toLowerCase(Locale.ROOT))) {
                return embedding;
            }
        }
        throw new TypeConversionException("unknown features '" + text + "'; known: " + String.join(", ", this));
    }
}
