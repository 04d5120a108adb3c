package io.splitmask.datasets;

import static io.splitmask.datasets.TestImages.file;
import static io.splitmask.datasets.TestImages.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private final Path root;

    ImageFolderTest(@TempDir Path root) {
        this.root = root;
    }

    private void put(String... paths) throws IOException {
        for (String path : paths) {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, file(noise(5, 4, path.hashCode()), "png"));
        }
    }

    private List<String> names(ImageDataset dataset) {
        return IntStream.range(0, dataset.size())
                .mapToObj(i -> root.relativize(Path.of(dataset.name(i))).toString())
                .toList();
    }

    private static List<Integer> labels(ImageDataset dataset) {
        return IntStream.range(0, dataset.size()).mapToObj(dataset::label).toList();
    }

    @Test
    void foldersAreClassesInTheOrderOfTheirNames() throws IOException {
        put("dog/2.png", "dog/1.PNG", "cat/deep/er/9.png", "cat/a.png", "Zebra/z.jpg");
        ImageFolder folder = ImageFolder.open(root);
        assertThat(folder.classes()).containsExactly("Zebra", "cat", "dog");
        assertThat(names(folder))
                .containsExactly("Zebra/z.jpg", "cat/a.png", "cat/deep/er/9.png", "dog/1.PNG", "dog/2.png");
        assertThat(labels(folder)).containsExactly(0, 1, 1, 2, 2);
        assertThat(folder.read(2).rgb())
                .isEqualTo(noise(5, 4, "cat/deep/er/9.png".hashCode()).rgb());
    }

    @Test
    void flatFolderIsUnlabelled() throws IOException {
        put("b.png", "a.png");
        Files.createDirectory(root.resolve("no-images-here"));
        ImageFolder folder = ImageFolder.open(root);
        assertThat(folder.classes()).isEmpty();
        assertThat(names(folder)).containsExactly("a.png", "b.png");
        assertThat(labels(folder)).containsOnly(ImageDataset.UNLABELLED);
    }

    @Test
    void unlabelledTakesEverythingBelow() throws IOException {
        put("cat/1.png", "top.png");
        ImageFolder folder = ImageFolder.unlabelled(root);
        assertThat(names(folder)).containsExactly("cat/1.png", "top.png");
        assertThat(labels(folder)).containsOnly(ImageDataset.UNLABELLED);
    }

    @Test
    void imagesBesideTheClassFoldersAreLeftOut() throws IOException {
        put("cat/1.png", "preview.png");
        assertThat(names(ImageFolder.open(root))).containsExactly("cat/1.png");
    }

    @Test
    void otherFilesAndHiddenOnesAreLeftOut() throws IOException {
        put("cat/1.png", "cat/._1.png", ".cache/2.png", "__MACOSX/cat/1.png");
        Files.writeString(root.resolve("cat/readme.txt"), "text");
        ImageFolder folder = ImageFolder.open(root);
        assertThat(folder.classes()).containsExactly("cat");
        assertThat(names(folder)).containsExactly("cat/1.png");
    }

    @Test
    void imagesOfOtherFormatsAreCountedAndOneIsNamed() throws Exception {
        put("cat/1.png", "cat/2.heic", "cat/3.TIFF", "cat/4.txt", "cat/._5.gif");
        assertThat(Warnings.during(() -> ImageFolder.open(root)))
                .singleElement()
                .asString()
                .contains("WARN")
                .endsWith("2 images in " + root + " are of other formats than .jpg, .jpeg, .png, .bmp, .webp and are"
                        + " left out, such as cat/2.heic");
    }

    @Test
    void emptyClassFolderKeepsItsLabel() throws IOException {
        put("cat/1.png", "dog/1.png");
        Files.createDirectory(root.resolve("cow"));
        ImageFolder folder = ImageFolder.open(root);
        assertThat(folder.classes()).containsExactly("cat", "cow", "dog");
        assertThat(labels(folder)).containsExactly(0, 2);
    }

    @Test
    void classesOfAnotherFolderGiveItsLabels() throws IOException {
        put("dog/1.png");
        ImageFolder folder = ImageFolder.withClasses(root, List.of("cat", "cow", "dog"));
        assertThat(folder.classes()).containsExactly("cat", "cow", "dog");
        assertThat(labels(folder)).containsExactly(2);
    }

    @Test
    void unknownClassIsNamed() throws IOException {
        put("dog/1.png", "emu/1.png");
        assertThatThrownBy(() -> ImageFolder.withClasses(root, List.of("cat", "dog")))
                .isInstanceOf(IOException.class)
                .hasMessage("classes in " + root + ": expected some of [cat, dog], got [emu]");
    }

    @Test
    void linksThatLeadBackToThemselvesAreRefused() throws IOException {
        put("cat/1.png");
        Path up = Files.createSymbolicLink(root.resolve("cat/up"), Path.of(".."));
        assertThatThrownBy(() -> ImageFolder.open(root))
                .isInstanceOf(IOException.class)
                .hasMessage(up + ": expected a link that leads elsewhere, got one to " + root
                        + ", which leads back to it; remove it");
        Files.delete(up);
        Path one = Files.createSymbolicLink(root.resolve("cat/2.png"), Path.of("3.png"));
        Path two = Files.createSymbolicLink(root.resolve("cat/3.png"), one);
        assertThatThrownBy(() -> ImageFolder.open(root))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(
                        ".*/[23]\\.png: expected a link that leads elsewhere, got one to .*/[23]\\.png, which leads back"
                                + " to it; remove it");
        Files.delete(two);
        assertThat(names(ImageFolder.open(root))).containsExactly("cat/1.png", "cat/2.png");
    }

    @Test
    void linkedFoldersAreRead(@TempDir Path elsewhere) throws IOException {
        put("cat/1.png");
        Files.write(elsewhere.resolve("2.png"), file(noise(3, 3, 1), "png"));
        Files.createSymbolicLink(root.resolve("dog"), elsewhere);
        assertThat(names(ImageFolder.open(root))).containsExactly("cat/1.png", "dog/2.png");
    }

    @Test
    void danglingLinkIsAnUnreadableImage() throws IOException {
        put("cat/1.png");
        Files.createSymbolicLink(root.resolve("cat/2.png"), root.resolve("gone.png"));
        ImageFolder folder = ImageFolder.open(root);
        assertThat(folder.size()).isEqualTo(2);
        assertThatThrownBy(() -> folder.read(1)).isInstanceOf(IOException.class).hasMessageEndingWith("no such file");
    }

    @Test
    void missingFolderIsNamedWithItsParentIfThatIsMissingToo() {
        assertThatThrownBy(() -> ImageFolder.open(root.resolve("gone")))
                .isInstanceOf(IOException.class)
                .hasMessage("no such folder: " + root.resolve("gone"));
        assertThatThrownBy(() -> ImageFolder.open(root.resolve("no/way")))
                .isInstanceOf(IOException.class)
                .hasMessage("no such folder: " + root.resolve("no/way") + " (its parent " + root.resolve("no")
                        + " is missing too)");
        assertThatThrownBy(() -> ImageFolder.open(Path.of("surely-not-here")))
                .hasMessage("no such folder: " + Path.of("surely-not-here").toAbsolutePath());
    }

    @Test
    void fileInsteadOfAFolderIsRefused() throws IOException {
        put("a.png");
        assertThatThrownBy(() -> ImageFolder.open(root.resolve("a.png")))
                .isInstanceOf(IOException.class)
                .hasMessage("expected a folder, a .zip or a .tar, got the file " + root.resolve("a.png"));
    }

    @Test
    void emptyFolderListsTheExtensions() throws IOException {
        Files.writeString(root.resolve("a.gif"), "GIF89a");
        assertThatThrownBy(() -> ImageFolder.open(root))
                .isInstanceOf(IOException.class)
                .hasMessage("no images in " + root + ": expected files that end in .jpg, .jpeg, .png, .bmp, .webp,"
                        + " got 1 of other formats, such as a.gif");
        put("b.png");
        assertThatThrownBy(() -> ImageFolder.withClasses(root, List.of("cat")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no class folders with images in " + root);
    }
}
