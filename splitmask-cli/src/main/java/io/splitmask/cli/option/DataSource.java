package io.splitmask.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where images come from.
 *
 * @param folder the user's folder; empty for the images that come with the library
 */
public record DataSource(Optional<Path> folder) {
    /** The images that come with the library. */
    public static final DataSource EMBEDDED = new DataSource(Optional.empty());

    /** Returns what {@link #toString} named, as a run's settings keep it. */
    public static DataSource of(String text) {
        return text.equals(EMBEDDED.toString()) ? EMBEDDED : new DataSource(Optional.of(Path.of(text)));
    }

    @Override
    public String toString() {
        return folder.map(Path::toString).orElse("embedded");
    }

    /** Reads {@code embedded} or the path of a folder that exists. */
    public static final class Reader implements ITypeConverter<DataSource> {
        @Override
        public DataSource convert(String text) {
            if (text.equals("embedded")) {
                return EMBEDDED;
            }
            Path folder = Path.of(text);
            if (!Files.exists(folder)) {
                throw new TypeConversionException(MissingFile.message("folder", folder) + " (or type 'embedded')");
            }
            if (!Files.isDirectory(folder)) {
                throw new TypeConversionException(
                        "expected a folder of images, got the file " + folder.toAbsolutePath());
            }
            return new DataSource(Optional.of(folder));
        }
    }
}
