package io.splitmask.datasets.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.datasets.TestArchives;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTreeTest {
    private static final String LONG_NAME = "b/" + String.join("/", Collections.nCopies(30, "folder")) + "/file.txt";

    private final Path folder;

    FileTreeTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Map<String, byte[]> contents() {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("b/two.txt", "two".getBytes(StandardCharsets.UTF_8));
        contents.put("b-side.txt", new byte[0]);
        contents.put("a/deep/one.txt", "one one one one one one one one".getBytes(StandardCharsets.UTF_8));
        contents.put("top.txt", "top".getBytes(StandardCharsets.UTF_8));
        contents.put("a/.hidden", new byte[] {1});
        contents.put(".git/config", new byte[] {1});
        contents.put(LONG_NAME, "long".getBytes(StandardCharsets.UTF_8));
        return contents;
    }

    private FileTree open(String kind) throws IOException {
        if (kind.equals("zip")) {
            return FileTree.open(TestArchives.zip(folder.resolve("all.zip"), contents()));
        }
        if (kind.equals("tar")) {
            return FileTree.open(TestArchives.tar(folder.resolve("all.TAR"), contents()));
        }
        for (Map.Entry<String, byte[]> content : contents().entrySet()) {
            Path file = folder.resolve("all").resolve(content.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, content.getValue());
        }
        return FileTree.open(folder.resolve("all"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "zip", "tar"})
    void listsFilesAndFoldersInTheOrderOfTheirNames(String kind) throws IOException {
        FileTree tree = open(kind);
        assertThat(tree.files("")).containsExactly("a/deep/one.txt", "b-side.txt", LONG_NAME, "b/two.txt", "top.txt");
        assertThat(tree.files("b")).containsExactly(LONG_NAME, "b/two.txt");
        assertThat(tree.folders("")).containsExactly("a", "b");
        assertThat(tree.folders("a")).containsExactly("deep");
        assertThat(tree.folders("a/deep")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "zip", "tar"})
    void readsEveryFile(String kind) throws IOException {
        FileTree tree = open(kind);
        for (String name : tree.files("")) {
            assertThat(tree.read(name)).as(name).isEqualTo(contents().get(name));
            try (InputStream stream = tree.stream(name)) {
                assertThat(stream.readAllBytes()).as(name).isEqualTo(contents().get(name));
            }
            assertThat(tree.hasFile(name)).isTrue();
            assertThat(tree.hasFolder(name)).isFalse();
        }
        assertThat(tree.hasFile("a")).isFalse();
        assertThat(tree.hasFolder("a/deep")).isTrue();
        assertThat(tree.hasFolder("")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "zip", "tar"})
    void subTreeHasItsOwnNames(String kind) throws IOException {
        FileTree tree = open(kind);
        FileTree below = tree.below("a");
        assertThat(below.files("")).containsExactly("deep/one.txt");
        assertThat(below.files("deep")).containsExactly("deep/one.txt");
        assertThat(below.folders("")).containsExactly("deep");
        assertThat(below.hasFile("deep/one.txt")).isTrue();
        assertThat(below.hasFolder("deep")).isTrue();
        assertThat(below.read("deep/one.txt")).isEqualTo(contents().get("a/deep/one.txt"));
        assertThat(below.describe("deep/one.txt")).isEqualTo(tree.describe("a/deep/one.txt"));
        assertThat(below.describe("")).isEqualTo(tree.describe("a"));
        assertThat(tree.below("")).isSameAs(tree);
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "zip", "tar"})
    void missingNamesAreNamedWithTheRoot(String kind) throws IOException {
        FileTree tree = open(kind);
        assertThatThrownBy(() -> tree.read("a/gone.txt"))
                .isInstanceOf(IOException.class)
                .hasMessage(tree.describe("a/gone.txt") + ": no such file");
        assertThatThrownBy(() -> tree.stream("a/gone.txt")).hasMessageEndingWith("gone.txt: no such file");
        assertThatThrownBy(() -> tree.files("gone"))
                .isInstanceOf(IOException.class)
                .hasMessage("no such folder: " + tree.describe("gone"));
        assertThatThrownBy(() -> tree.folders("gone")).hasMessageContaining("no such folder");
    }

    @Test
    void archivesAreReadFromManyThreads() throws IOException {
        FileTree tree = open("zip");
        Stream<String> names = IntStream.range(0, 2000).mapToObj(i -> i % 2 == 0 ? "b/two.txt" : "a/deep/one.txt");
        assertThat(names.parallel().allMatch(name -> {
                    try {
                        return Arrays.equals(tree.read(name), contents().get(name));
                    } catch (IOException e) {
                        return false;
                    }
                }))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../up",
                "a/../../up",
                "/etc/passwd",
                "C:/x",
                "..",
                "",
                "a\\..\\up",
                "\\\\host\\x",
                "a/..",
                "x\0y"
            })
    void namesThatLeaveTheRootAreRefused(String name) {
        assertThatThrownBy(() -> RelativeName.checked(name))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("expected a path that stays below its folder, got '");
    }

    @Test
    void harmlessNamesAreKept() throws IOException {
        assertThat(RelativeName.checked("./a/b..c/...d")).isEqualTo("a/b..c/...d");
        assertThat(RelativeName.checked("a/")).isEqualTo("a");
        assertThat(RelativeName.lastPart("a/b/c.jpg")).isEqualTo("c.jpg");
        assertThat(RelativeName.lastPart("c.jpg")).isEqualTo("c.jpg");
        assertThat(RelativeName.firstFolder("a/b/c.jpg")).isEqualTo("a");
        assertThat(RelativeName.firstFolder("c.jpg")).isEmpty();
    }
}
