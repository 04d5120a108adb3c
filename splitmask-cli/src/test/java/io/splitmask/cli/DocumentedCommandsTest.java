package io.splitmask.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.cli.report.Png;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.data.Image;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The command lines of the documentation: the command can read all of them, and the way from images to results runs. */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("..");
    private static final String START = "./splitmask ";
    private static final CommandLine COMMANDS = CommandRun.commandLine(List.of());

    /** What runs here, in this order, small and short on the reference engine. */
    private static final List<String> WAY = List.of(
            "pretrain --data photos --epochs 300 --out runs/photos",
            "pretrain --resume --out runs/photos",
            "finetune --data photos --weights runs/photos --epochs 50 --out runs/classes",
            "knn --data photos --weights runs/photos --out runs/knn",
            "embed --data photos --weights runs/photos --features mean --out photos.npy",
            "search --data photos --weights runs/photos --query photos/cat/1.png --top 12 --out similar.html",
            "export --weights runs/classes --format timm --out classes-timm",
            "export --weights runs/classes --format huggingface --out classes-hf",
            "export --weights runs/classes --format onnx --out classes.onnx",
            "tokenizer fit --data photos --kind kmeans --vocab 1024 --image 64 --patch 8 --out words.safetensors",
            "tokenizer stats words.safetensors --data photos --image 64",
            "pretrain --data photos --tokenizer words.safetensors --out runs/words",
            "study --plan table8 --print");

    /** What makes a command small; a resumed run keeps its own. */
    private static final Map<String, String> SMALL = Map.of(
            "--engine", "reference",
            "--model", "vit_micro",
            "--image", "16",
            "--batch", "4",
            "--vocab", "8");

    static Stream<String> commands() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> pages = Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
            List<String> commands = new ArrayList<>();
            for (Path page : pages) {
                Files.readAllLines(page).stream()
                        .filter(line -> line.startsWith(START))
                        .map(line -> line.substring(START.length())
                                .replaceAll("\\s+(#|>).*", "")
                                .strip())
                        .forEach(commands::add);
            }
            return commands.stream().distinct();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theCommandReadsIt(String line) {
        // The guide's own engine is not on this class path, and images are looked for as the line is read.
        String known = line.replace("--engine arrays", "--engine reference")
                .replaceAll("(--(pretrain-)?data ([\\w-]+:)?)\\S+", "$1" + ROOT);
        assertThat(COMMANDS.parseArgs(known.split(" ")).hasSubcommand()).isTrue();
    }

    @Test
    void theWayFromImagesToResultsRuns(@TempDir Path folder) throws IOException {
        draw(folder.resolve("photos/cat"), 1);
        draw(folder.resolve("photos/dog"), 2);
        assertThat(commands()).containsAll(WAY);
        for (String line : WAY) {
            List<String> small = small(line, folder);
            CommandRun run = CommandRun.of(List.of(), small.toArray(String[]::new));
            assertThat(run.code())
                    .as("%s%n%s", String.join(" ", small), run.err())
                    .isEqualTo(ExitCode.DONE);
        }
        assertThat(folder.resolve("runs/classes/report.html")).exists();
        assertThat(folder.resolve("photos.txt")).content().contains("cat/1.png", "dog/6.png");
        assertThat(folder.resolve("similar.html")).content().contains("cosine");
        assertThat(folder.resolve("classes-hf/config.json")).exists();
        assertThat(folder.resolve("classes.onnx")).isNotEmptyFile();
    }

    /** Rewrites a command so that it works below a folder and is done in a moment. */
    private static List<String> small(String line, Path folder) {
        List<String> words = new ArrayList<>(Arrays.stream(line.split(" "))
                .map(word -> word.matches("(photos|runs|words|similar|classes)[-./\\w]*")
                        ? folder.resolve(word).toString()
                        : word)
                .toList());
        CommandLine command = COMMANDS;
        for (String name :
                words.stream().takeWhile(word -> !word.startsWith("-")).toList()) {
            CommandLine child = command.getSubcommands().get(name);
            command = child == null ? command : child;
        }
        boolean fixed = words.contains("--resume") || words.contains("--weights");
        for (Map.Entry<String, String> option : SMALL.entrySet()) {
            boolean keeps = fixed && List.of("--model", "--image", "--vocab").contains(option.getKey());
            if (command.getCommandSpec().findOption(option.getKey()) != null && !keeps) {
                set(words, option.getKey(), option.getValue());
            }
        }
        if (words.contains("pretrain") || words.contains("finetune")) {
            set(words, "--epochs", "1");
        }
        return words;
    }

    private static void set(List<String> words, String option, String value) {
        int at = words.indexOf(option);
        if (at >= 0) {
            words.set(at + 1, value);
        } else {
            words.addAll(List.of(option, value));
        }
    }

    private static void draw(Path folder, long seed) throws IOException {
        RandomStream random = SplittableSeed.of(seed).stream();
        Files.createDirectories(folder);
        for (int i = 1; i <= 6; i++) {
            byte[] rgb = new byte[3 * 24 * 24];
            random.nextBytes(rgb);
            Files.write(folder.resolve(i + ".png"), Png.encode(new Image(24, 24, rgb)));
        }
    }
}
