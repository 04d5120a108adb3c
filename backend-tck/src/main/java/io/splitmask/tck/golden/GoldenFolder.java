package io.splitmask.tck.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the stored cases: in the folder of {@value #PROPERTY}, else in those that came with this jar. */
final class GoldenFolder {
    static final String PROPERTY = "splitmask.golden";

    private static final String RESOURCES = "/golden";
    private static final String JSON = ".json";
    private static final String TENSORS = ".safetensors";

    private GoldenFolder() {}

    /** Does something with the folder of cases, which may lie in a jar. */
    private interface Use<T> {
        T in(Path folder) throws IOException;
    }

    /** Reads all cases whose name starts so, in the order of their names. */
    static List<GoldenCase> read(String prefix) {
        return with(prefix + "*", folder -> read(folder, prefix));
    }

    /** Copies the files that lie in the folder of a case's name, such as a checkpoint. */
    static void copyFiles(String name, Path target) {
        List<Path> copied = with(name, folder -> copyFiles(folder.resolve(name), target));
        if (copied.isEmpty()) {
            throw new IllegalArgumentException("golden case " + name + " has no files in a folder of its name");
        }
    }

    private static List<Path> copyFiles(Path source, Path target) throws IOException {
        List<Path> copied = new ArrayList<>();
        if (!Files.isDirectory(source)) {
            return copied;
        }
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(file.getFileName().toString());
                Files.copy(file, copy);
                copied.add(copy);
            }
        }
        return copied;
    }

    private static <T> T with(String what, Use<T> use) {
        String folder = System.getProperty(PROPERTY);
        try {
            return folder != null ? use.in(Path.of(folder)) : withResources(use);
        } catch (IOException e) {
            throw new UncheckedIOException("golden cases " + what + ": " + e.getMessage(), e);
        }
    }

    private static <T> T withResources(Use<T> use) throws IOException {
        URL url = GoldenFolder.class.getResource(RESOURCES);
        if (url == null) {
            throw new IOException("no resources " + RESOURCES + " on the class path; set -D" + PROPERTY + "=DIR");
        }
        try {
            if (url.openConnection() instanceof JarURLConnection jar) {
                Path file = Path.of(jar.getJarFileURL().toURI());
                try (FileSystem files = FileSystems.newFileSystem(file)) {
                    return use.in(files.getPath(RESOURCES));
                }
            }
            return use.in(Path.of(url.toURI()));
        } catch (URISyntaxException e) {
            throw new IOException("unusable location " + url, e);
        }
    }

    private static List<GoldenCase> read(Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("no folder " + folder.toAbsolutePath());
        }
        List<String> names;
        try (Stream<Path> files = Files.list(folder)) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith(prefix) && file.endsWith(JSON))
                    .map(file -> file.substring(0, file.length() - JSON.length()))
                    .sorted()
                    .toList();
        }
        List<GoldenCase> cases = new ArrayList<>();
        for (String name : names) {
            if (!Files.exists(folder.resolve(name + TENSORS))) {
                throw new IOException("no " + name + TENSORS + " beside " + folder.resolve(name + JSON));
            }
            byte[] json = Files.readAllBytes(folder.resolve(name + JSON));
            byte[] tensors = Files.readAllBytes(folder.resolve(name + TENSORS));
            cases.add(GoldenCase.parse(name, json, tensors));
        }
        return cases;
    }
}
