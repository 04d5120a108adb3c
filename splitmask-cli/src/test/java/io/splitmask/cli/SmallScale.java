package io.splitmask.cli;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import picocli.CommandLine;

/**
 * How a documented command is run in a test. All its options stay; what differs is written here:
 *
 * <ul>
 *   <li>The options of {@link #EVERYWHERE} and {@link #OF_COMMAND} get the values that stand there, whether the line has
 *       them or not. Sizes of a network stay away where weights have them, and all but {@link #EVERYWHERE} where a run is
 *       resumed.
 *   <li>A number of updates is that of {@link #UPDATES}, and DINO has {@link #OUTPUTS} where the line has no setting.
 *   <li>A command that would take the embedded images takes the photos.
 *   <li>A plan of {@code study} has the settings of {@link #PLAN} instead of its own.
 *   <li>Paths are below one folder. A run without {@code --out} gets one there.
 * </ul>
 */
final class SmallScale {
    private static final String EVERYWHERE = "--engine djl --threads 1";

    private static final Map<String, String> OF_COMMAND = Map.of(
            "pretrain", "--model vit_micro --image 16 --patch 8 --vocab 8 --batch 8 --quick",
            "finetune", "--model vit_micro --image 16 --patch 8 --batch 8 --quick",
            "probe", "--model vit_micro --image 16 --patch 8 --batch 8 --quick",
            "knn", "--model vit_micro --image 16 --patch 8 --batch 8 --quick",
            "tokenizer fit", "--image 16 --patch 8 --vocab 8",
            "tokenizer show", "--image 16",
            "tokenizer stats", "--image 16",
            "bench step",
                    "--model vit_micro --image 16 --patch 8 --vocab 8 --batch 2 --warmup 1 --warmup-seconds 1 --steps 1",
            "bench kernels", "--model vit_micro --image 16 --patch 8 --vocab 8 --batch 2 --rounds 1",
            "bench data", "--image 16 --images 8 --warmup 1");

    private static final String UPDATES = "--updates 2";
    private static final String OUTPUTS = "--set outputs=64";

    private static final String PLAN = """
            {
              "methods": ["scratch", "splitmask"], "image": 16, "vocabulary": 8, "fractions": [1], "epochs": [1],
              "finetuneSeeds": [0], "pretrain": {"batch": 8}, "finetune": {"epochs": 1, "batch": 8},
              "probe": {"epochs": 1, "batch": 8}
            }
            """;

    private static final Set<String> SIZES = Set.of("--model", "--image", "--patch", "--vocab");

    private static final Set<String> PATHS =
            Set.of("--data", "--weights", "--init", "--tokenizer", "--query", "--out", "--resume");

    private static final Set<String> RUNS = Set.of("pretrain", "finetune", "probe", "knn", "study");

    private final Path folder;
    private final CommandLine commands;
    private int runs;

    /** Prepares commands to be run. @param folder in which a reader would type them */
    SmallScale(CommandLine commands, Path folder) {
        this.commands = commands;
        this.folder = folder;
    }

    /** Returns the words of a command as it is run. @param command as documented, without what stands behind {@code >} */
    List<String> words(String command) throws IOException {
        List<String> words = Arrays.stream(command.split(" "))
                .skip(1)
                .map(word -> word.replaceAll("^'|'$", "")) // the shell's
                .collect(toCollection(ArrayList::new));
        String name = name(words);
        boolean resumed = words.contains("--resume");
        boolean sized = words.contains("--weights") || words.contains("--init");
        set(words, EVERYWHERE, option -> has(name, option));
        set(words, OF_COMMAND.getOrDefault(name, ""), option -> !resumed && !(sized && SIZES.contains(option)));
        set(words, UPDATES, words::contains);
        set(words, OUTPUTS, option -> words.contains("dino") && name.equals("pretrain") && !words.contains(option));
        set(words, "--data photos", option -> !resumed && has(name, option) && !words.contains(option));
        set(
                words,
                "--out runs/unnamed-" + ++runs,
                option -> RUNS.contains(name) && !resumed && !words.contains(option));
        placeBelowFolder(words);
        if (words.contains("--plan") && !words.contains("--print")) {
            set(words, "--plan " + smallPlan(words.get(words.indexOf("--plan") + 1)), option -> true);
        }
        return words;
    }

    /** Returns the name of a command, of two words where the first has commands of its own. */
    private String name(List<String> words) {
        Map<String, CommandLine> known = commands.getSubcommands();
        int length = 0;
        while (length < words.size() && known.containsKey(words.get(length))) {
            known = requireNonNull(known.get(words.get(length++))).getSubcommands();
        }
        return String.join(" ", words.subList(0, length));
    }

    private boolean has(String name, String option) {
        CommandLine command = commands;
        for (String word : name.split(" ")) {
            command = requireNonNull(command.getSubcommands().get(word));
        }
        return command.getCommandSpec().findOption(option) != null;
    }

    private void placeBelowFolder(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            boolean value = PATHS.contains(words.get(i - 1)) && !word.startsWith("--");
            if (value || word.matches("[\\w-]+\\.(safetensors|json)")) {
                words.set(i, Arrays.stream(word.split(",")).map(this::below).collect(joining(",")));
            }
        }
    }

    /** Places a path, or one behind the name of a data set. */
    private String below(String path) {
        return path.replaceFirst("^([\\w-]+:)?/?", "$1" + Matcher.quoteReplacement(folder + "/"));
    }

    /** Gives options their values, in place of others or at the end. */
    private static void set(List<String> words, String options, Predicate<String> wanted) {
        for (String option : options.split("(^| )(?=--)")) {
            String[] nameAndValue = option.split(" ", 2);
            if (option.isEmpty() || !wanted.test(nameAndValue[0])) {
                continue;
            }
            int at = words.indexOf(nameAndValue[0]);
            if (at < 0) {
                words.addAll(List.of(nameAndValue));
            } else if (nameAndValue.length > 1) {
                words.set(at + 1, nameAndValue[1]);
            }
        }
    }

    /** Writes the small form of a plan. @param nameOrFile of the plan, the file below the folder */
    private Path smallPlan(String nameOrFile) throws IOException {
        String printed = Files.exists(Path.of(nameOrFile))
                ? Files.readString(Path.of(nameOrFile))
                : CommandRun.of(List.of(), "study", "--plan", nameOrFile, "--print")
                        .out();
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode plan = (ObjectNode) mapper.readTree(printed);
        plan.withObject("/settings").setAll((ObjectNode) mapper.readTree(PLAN));
        plan.remove("paper");
        Path file = folder.resolve("small-" + Path.of(nameOrFile).getFileName());
        mapper.writeValue(file.toFile(), plan);
        return file;
    }
}
