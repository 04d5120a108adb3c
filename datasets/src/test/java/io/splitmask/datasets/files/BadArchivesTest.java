package io.splitmask.datasets.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.datasets.TestArchives;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadArchivesTest {
    private static final int CENTRAL_SIGNATURE = 0x02014b50;

    private final Path folder;

    BadArchivesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Makes a file in a folder. */
    interface Maker {
        Path make(Path folder) throws IOException;
    }

    private static Map<String, byte[]> one(String name, byte[] bytes) {
        return Map.of(name, bytes);
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static Path cut(Path file, long size) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) size));
        return file;
    }

    /** Changes a field of the first central directory record of a zip. */
    private static Path withCentralField(Path zip, int offset, int value, boolean isInt) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(zip)).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (bytes.getInt(at) != CENTRAL_SIGNATURE) {
            at++;
        }
        if (isInt) {
            bytes.putInt(at + offset, value);
        } else {
            bytes.putShort(at + offset, (short) value);
        }
        Files.write(zip, bytes.array());
        return zip;
    }

    private static Arguments bad(String what, String file, String message, Maker maker) {
        return argumentSet(what, maker, file, message);
    }

    static Stream<Arguments> badArchives() {
        byte[] some = noise(3000);
        return Stream.of(
                bad(
                        "zip that leaves its folder",
                        "up.zip",
                        "a path that stays below its folder, got '../evil.png'",
                        f -> TestArchives.zip(f.resolve("up.zip"), one("../evil.png", some))),
                bad(
                        "zip with an absolute path",
                        "abs.zip",
                        "a path that stays below its folder, got '/tmp/evil.png'",
                        f -> TestArchives.zip(f.resolve("abs.zip"), one("/tmp/evil.png", some))),
                bad(
                        "tar that leaves its folder",
                        "up.tar",
                        "a path that stays below its folder, got 'a/../../evil.png'",
                        f -> TestArchives.tar(f.resolve("up.tar"), one("a/../../evil.png", some))),
                bad(
                        "tar with a symbolic link",
                        "link.tar",
                        "'a.png' is a link or a special file; expected plain files",
                        f -> TestArchives.tarWithLink(
                                f.resolve("link.tar"), "a.png", "/etc/passwd", TarConstants.LF_SYMLINK)),
                bad(
                        "tar with a hard link",
                        "hard.tar",
                        "'a.png' is a link or a special file",
                        f -> TestArchives.tarWithLink(f.resolve("hard.tar"), "a.png", "b.png", TarConstants.LF_LINK)),
                bad(
                        "tar with a device",
                        "dev.tar",
                        "'a.png' is a link or a special file",
                        f -> TestArchives.tarWithLink(f.resolve("dev.tar"), "a.png", "", TarConstants.LF_CHR)),
                bad("zip bomb", "bomb.zip", "(a zip bomb?)", f -> {
                    Map<String, byte[]> contents = new LinkedHashMap<>();
                    contents.put("a.png", some); // the first one is stored
                    contents.put("zeros.bmp", new byte[64 << 20]);
                    return TestArchives.zip(f.resolve("bomb.zip"), contents);
                }),
                bad(
                        "zip cut short",
                        "cut.zip",
                        "",
                        f -> cut(TestArchives.zip(f.resolve("cut.zip"), one("a.png", some)), 2000)),
                bad(
                        "tar cut short in a file",
                        "cut.tar",
                        "",
                        f -> cut(TestArchives.tar(f.resolve("cut.tar"), one("a.png", some)), 2000)),
                bad(
                        "tar cut short in a header",
                        "head.tar",
                        "",
                        f -> cut(TestArchives.tar(f.resolve("head.tar"), one("a.png", some)), 300)),
                bad("empty zip file", "empty.zip", "", f -> Files.write(f.resolve("empty.zip"), new byte[0])),
                bad("other content", "noise.zip", "", f -> Files.write(f.resolve("noise.zip"), some)),
                bad("other content", "noise.tar", "", f -> Files.write(f.resolve("noise.tar"), some)),
                bad(
                        "unknown compression",
                        "odd.zip",
                        "compression method 99; expected 0 (stored) or 8 (deflated)",
                        f -> withCentralField(
                                TestArchives.zip(f.resolve("odd.zip"), one("a.png", some)), 10, 99, false)),
                bad(
                        "encrypted zip",
                        "secret.zip",
                        "'a.png' is encrypted",
                        f -> withCentralField(
                                TestArchives.zip(f.resolve("secret.zip"), one("a.png", some)), 8, 1, false)),
                bad(
                        "zip of a file larger than itself",
                        "long.zip",
                        "",
                        f -> withCentralField(
                                TestArchives.zip(f.resolve("long.zip"), one("a.png", some)), 20, 900_000, true)),
                bad(
                        "compressed tar",
                        "all.tar.gz",
                        "expected a .tar (decompress it first) or a .zip",
                        f -> Files.write(f.resolve("all.tar.gz"), some)));
    }

    @ParameterizedTest
    @MethodSource("badArchives")
    void isRefusedInOneLineThatNamesTheFile(Maker maker, String file, String message) throws IOException {
        Path archive = maker.make(folder);
        assertThatThrownBy(() -> FileTree.open(archive))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve(file) + ": ")
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage())
                        .doesNotContain("\n")
                        .hasSizeGreaterThan(folder.resolve(file).toString().length() + 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "tar"})
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux lists the files that are open in a folder")
    void aRefusedArchiveIsNotLeftOpen(String kind) throws IOException {
        Path archive = Files.write(folder.resolve("noise." + kind), noise(2048));
        assertThatThrownBy(() -> FileTree.open(archive)).isInstanceOf(IOException.class);
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(open.filter(Files::exists).map(BadArchivesTest::target)).doesNotContain(archive.toRealPath());
        }
    }

    private static Path target(Path link) {
        try {
            return link.toRealPath();
        } catch (IOException e) {
            return link; // closed meanwhile
        }
    }

    @Test
    void twoFilesOfOneNameAreRefused() throws IOException {
        Path tar = TestArchives.tar(folder.resolve("a.tar"), one("a.png", noise(10)));
        byte[] bytes = Files.readAllBytes(tar);
        byte[] twice = new byte[1024 + bytes.length];
        System.arraycopy(bytes, 0, twice, 0, 1024); // header and content
        System.arraycopy(bytes, 0, twice, 1024, bytes.length);
        Files.write(tar, twice);
        assertThatThrownBy(() -> FileTree.open(tar))
                .isInstanceOf(IOException.class)
                .hasMessage(tar + ": expected names to differ, got 'a.png' twice");
    }

    @Test
    void contentThatUnpacksToMoreThanDeclaredIsCutThere() throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("a.txt", noise(9));
        contents.put("b.txt", new byte[5000]);
        Path zip = TestArchives.zip(folder.resolve("lie.zip"), contents);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(zip)).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        for (int seen = 0; seen < 2; at++) {
            seen += bytes.getInt(at) == CENTRAL_SIGNATURE ? 1 : 0;
        }
        bytes.putInt(at - 1 + 24, 100);
        Files.write(zip, bytes.array());
        FileTree tree = FileTree.open(zip);
        assertThat(tree.read("b.txt")).hasSize(100);
        assertThatThrownBy(() -> {
                    try (var stream = tree.stream("b.txt")) {
                        assertThat(stream.readAllBytes()).isEmpty();
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("the compressed data hold more bytes than declared");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "tar"})
    void randomDamageEndsInContentOrAnIoException(String kind) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            contents.put("f/" + i + ".txt", Arrays.copyOf(noise(200), 900));
        }
        Path file = folder.resolve("damaged." + kind);
        byte[] whole = Files.readAllBytes(
                kind.equals("zip") ? TestArchives.zip(file, contents) : TestArchives.tar(file, contents));
        Random random = new Random(3);
        int numRefused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k < 6; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                FileTree tree = FileTree.open(file);
                for (String name : tree.files("")) {
                    assertThat(tree.read(name).length).isLessThan(1 << 24);
                }
            } catch (IOException e) {
                numRefused++;
                assertThat(e.getMessage()).contains(file.toString()).doesNotContain("\n");
            }
        }
        assertThat(numRefused).isGreaterThan(20);
    }
}
