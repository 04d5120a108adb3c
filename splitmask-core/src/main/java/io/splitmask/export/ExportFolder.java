package io.splitmask.export;

import io.splitmask.internal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A folder as model hubs have it; its files are replaced one by one, the description last. */
record ExportFolder(Path path) {
    /** Makes the folder if needed. */
    static ExportFolder create(Path path) throws IOException {
        return new ExportFolder(Files.createDirectories(path));
    }

    Path weights() {
        return path.resolve("model.safetensors");
    }

    void writeConfig(Map<String, Object> config) throws IOException {
        Json.write(path.resolve("config.json"), config);
    }

    void writePreprocessing(Map<String, Object> preprocessing) throws IOException {
        Json.write(path.resolve("preprocessor_config.json"), preprocessing);
    }
}
