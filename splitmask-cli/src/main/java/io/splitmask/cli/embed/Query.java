package io.splitmask.cli.embed;

import io.splitmask.cli.option.MissingFile;
import io.splitmask.cli.option.UsageException;
import io.splitmask.data.Image;
import io.splitmask.datasets.format.ImageDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An image that others are compared with.
 *
 * @param name its absolute path
 * @param image its pixels
 */
record Query(String name, Image image) {
    /**
     * Reads the images that were asked for.
     *
     * @param given paths, or several separated by commas
     * @throws UsageException if one is missing or is no image
     */
    static List<Query> read(List<String> given) {
        List<Query> queries = new ArrayList<>();
        for (String text : given) {
            // A comma may also stand in a name.
            List<String> names = Files.exists(Path.of(text)) ? List.of(text) : List.of(text.split(","));
            names.forEach(
                    name -> queries.add(read(Path.of(name).toAbsolutePath().normalize())));
        }
        return queries;
    }

    private static Query read(Path file) {
        if (!Files.exists(file)) {
            throw new UsageException("--query: " + MissingFile.message("file", file));
        }
        if (Files.isDirectory(file)) {
            throw new UsageException("--query: expected an image, got the folder " + file);
        }
        try {
            return new Query(file.toString(), new ImageDecoder().decode(file));
        } catch (IOException e) {
            throw new UsageException("--query: " + e.getMessage());
        }
    }
}
