package io.splitmask.cli.option;

import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.MethodEntry;
import jakarta.inject.Inject;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names of the methods: for help, completion and reading. */
public final class MethodName implements Iterable<String>, ITypeConverter<MethodEntry> {
    private final MethodCatalogue methods;

    @Inject
    MethodName(MethodCatalogue methods) {
        this.methods = methods;
    }

    @Override
    public Iterator<String> iterator() {
        return methods.all().stream().map(MethodEntry::name).iterator();
    }

    @Override
    public MethodEntry convert(String text) {
        try {
            return methods.entry(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
