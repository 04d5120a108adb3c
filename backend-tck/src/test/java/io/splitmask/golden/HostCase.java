package io.splitmask.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.io.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A golden case whose content needs no backend: from the folder -Dsplitmask.golden=DIR, else from the class path. */
record HostCase(String name) {
    private static final @Nullable String FOLDER = System.getProperty("splitmask.golden");

    JsonNode json() throws IOException {
        return new ObjectMapper().readTree(bytes(name + ".json"));
    }

    /** Opens the tensors; those of the class path are copied to a folder first. */
    SafetensorsFile tensors(Path folder) throws IOException {
        return SafetensorsFile.open(file(name + ".safetensors", folder));
    }

    /** Copies a file of the golden folder, given by its path there, to a folder. */
    static Path file(String path, Path folder) throws IOException {
        return Files.write(folder.resolve(path.replace('/', '_')), bytes(path));
    }

    private static byte[] bytes(String path) throws IOException {
        if (FOLDER != null) {
            return Files.readAllBytes(Path.of(FOLDER, path));
        }
        String resource = "/golden/" + path;
        try (InputStream stream =
                Objects.requireNonNull(HostCase.class.getResourceAsStream(resource), "no resource " + resource)) {
            return stream.readAllBytes();
        }
    }
}
