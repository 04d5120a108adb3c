package io.splitmask.cli.option;

import io.splitmask.datasets.DataSetSource;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code embedded}, {@code NAME:DIR} with the name of a data set, or a path; paths become absolute. */
public final class DataSetName implements ITypeConverter<DataSetSource> {
    /** Numbers of shards, such as {@code train-{000..146}.tar}. */
    private static final String RANGE = "{";

    @Override
    public DataSetSource convert(String text) {
        try {
            return absolute(DataSetSource.of(text));
        } catch (InvalidPathException e) {
            throw new TypeConversionException("expected a path, got '" + text + "': " + e.getReason());
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static DataSetSource absolute(DataSetSource source) {
        if (source.equals(DataSetSource.EMBEDDED)) {
            return source;
        }
        Path path = Path.of(source.path()).toAbsolutePath().normalize();
        if (!source.path().contains(RANGE) && !Files.exists(path)) {
            throw new TypeConversionException(MissingFile.message("folder or archive", path) + " (or type 'embedded')");
        }
        return new DataSetSource(source.kind(), path.toString());
    }
}
