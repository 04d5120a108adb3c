package io.splitmask.cli.option;

import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.Backends;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names of the engines on the class path: for help, completion and checking. */
public final class EngineNames implements Iterable<String>, ITypeConverter<String> {
    private final List<String> names =
            Backends.installed().stream().map(BackendProvider::name).sorted().toList();

    @Override
    public Iterator<String> iterator() {
        return names.iterator();
    }

    @Override
    public String convert(String name) {
        if (!names.contains(name)) {
            String installed = names.isEmpty() ? "none" : String.join(", ", names);
            throw new TypeConversionException("unknown engine '" + name + "'; installed: " + installed);
        }
        return name;
    }
}
