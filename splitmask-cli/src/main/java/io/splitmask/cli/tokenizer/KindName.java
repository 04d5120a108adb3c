package io.splitmask.cli.tokenizer;

import io.splitmask.tokenizers.CodebookKind;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a way to find words. */
final class KindName implements ITypeConverter<CodebookKind> {
    private final Set<CodebookKind> kinds;

    @Inject
    KindName(Set<CodebookKind> kinds) {
        this.kinds = kinds;
    }

    @Override
    public CodebookKind convert(String text) {
        return kinds.stream()
                .filter(kind -> kind.toString().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("unknown kind '" + text + "'; known: " + kinds));
    }
}
