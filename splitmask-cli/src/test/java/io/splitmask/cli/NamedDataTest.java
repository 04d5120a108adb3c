package io.splitmask.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.datasets.DataSetKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data sets by name, and parts of them. */
class NamedDataTest {
    private static final int RECORD = 1 + 3 * 32 * 32;
    private static final String TINY = " --engine reference --model vit_micro --image 16 --patch 8";

    /** Writes 8 images of two classes in each file of CIFAR-10. */
    private static Path cifar(Path folder) throws IOException {
        Random random = new Random(1);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("batches.meta.txt"), "cat\ndog\n");
        for (String name : List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5")) {
            Files.write(folder.resolve(name + ".bin"), records(random));
        }
        Files.write(folder.resolve("test_batch.bin"), records(random));
        return folder;
    }

    private static byte[] records(Random random) {
        byte[] records = new byte[8 * RECORD];
        random.nextBytes(records);
        for (int i = 0; i < 8; i++) {
            records[i * RECORD] = (byte) (i % 2);
        }
        return records;
    }

    private static CommandRun run(String command) {
        CommandRun run = CommandRun.of(List.of(), command.split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        return run;
    }

    @Test
    void aRunKeepsWhichImagesItSawAndGoesOnWithThem(@TempDir Path root) throws IOException {
        Path out = root.resolve("run");
        Path data = cifar(root.resolve("cifar"));
        run("pretrain --data cifar10:" + data + " --subset 30% --subset-seed 5 --vocab 8 --batch 4 --updates 2 --out "
                + out + TINY);
        JsonNode images = new ObjectMapper()
                .readTree(out.resolve("config.json").toFile())
                .get("settings")
                .get("images");
        assertThat(images.get("data").asText()).isEqualTo("cifar10:" + data);
        assertThat(images.get("subset").asText()).isEqualTo("30%");
        assertThat(images.get("subsetSeed").asInt()).isEqualTo(5);
        assertThat(Files.readString(out.resolve("report.html"))).contains("Pre-training on 12 images");
        run("pretrain --resume --out " + out);
        run("finetune --data cifar10:" + data + " --subset 3/class --batch 4 --epochs 1 --out " + root.resolve("tuned")
                + TINY);
        assertThat(Files.readString(root.resolve("tuned/report.html")))
                .contains("Fine-tuning on 6 labelled images", "8 test images");
    }

    @Test
    void aSubsetMayBeAListOfFiles(@TempDir Path root) throws IOException {
        cifar(root.resolve("cifar"));
        Path list = Files.writeString(root.resolve("list.txt"), "data_batch_1.bin#3\ndata_batch_1.bin#39\n");
        run("pretrain --data cifar10:" + root.resolve("cifar") + " --subset " + list
                + " --vocab 8 --batch 2 --updates 1 --out " + root.resolve("run") + TINY);
        assertThat(Files.readString(root.resolve("run/report.html"))).contains("Pre-training on 2 images");
    }

    /** The images are damaged, so that a run of millions of steps ends before its first. */
    @ParameterizedTest
    @ValueSource(strings = {"ade20k:", ""})
    void theRuleOfTheStudyKnowsADataSetWithoutItsName(String name, @TempDir Path root) throws IOException {
        Path images = Files.createDirectories(root.resolve("images/training"));
        Files.writeString(images.resolve("1.jpg"), "damaged");
        Files.writeString(images.resolve("2.jpg"), "damaged");
        Path out = root.resolve("run");
        CommandRun run = CommandRun.of(
                List.of(),
                ("pretrain --data " + name + root + " --like imagenet300 --vocab 8 --batch 2 --out " + out + TINY)
                        .split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FAILED);
        assertThat(new ObjectMapper()
                        .readTree(out.resolve("config.json").toFile())
                        .at("/settings/plan/recipe/updates")
                        .asLong())
                .isEqualTo(192_175_050); // one step in each of 300 x 1,281,167 / 2 epochs
    }

    @ParameterizedTest
    @ValueSource(strings = {"pretrain", "finetune", "tokenizer fit", "tokenizer stats", "tokenizer show", "bench data"})
    void helpExplainsEveryDataSet(String command) {
        String[] args = Stream.concat(Arrays.stream(command.split(" ")), Stream.of("--help"))
                .toArray(String[]::new);
        String help = CommandRun.of(List.of(), args).out();
        assertThat(help).contains("Data sets for --data NAME:DIR");
        for (DataSetKind kind : DataSetKind.values()) {
            assertThat(help).contains(kind.facts().name());
        }
    }
}
