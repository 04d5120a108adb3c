package io.splitmask.cli;

import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.splitmask.datasets.DataSetKind;
import io.splitmask.method.MethodCatalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands and their options as Markdown, made from what {@code --help} is made from. */
final class CommandReference {
    /** An option that so many commands explain in the same words is explained once. */
    private static final int SHARED_BY = 4;

    private static final String HEAD = """
            # Commands

            What `--help` says, on one page. A test makes it from the command itself and compares; to write it anew:

                mvn test -pl splitmask-cli -am -Dtest=CommandReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dsplitmask.docs.write

            Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted after a checkpoint.
            """;

    private final StringBuilder page = new StringBuilder(HEAD);
    private final List<CommandSpec> commands;
    private final Map<String, Integer> uses = new LinkedHashMap<>();

    private CommandReference(CommandLine root) {
        commands = commands(root);
        commands.forEach(command -> rows(command).forEach(row -> uses.merge(row, 1, Integer::sum)));
    }

    /** Writes the page. */
    static String of(CommandLine root, Injector injector) {
        CommandReference reference = new CommandReference(root);
        reference.overview();
        reference.commands.forEach(reference::command);
        reference.sharedOptions();
        reference.entries("Methods", MethodsSection.of(injector.getInstance(MethodCatalogue.class)));
        reference.entries(
                "Data sets", DataSetsSection.of(injector.getInstance(Key.get(new TypeLiteral<Set<DataSetKind>>() {}))));
        return reference.page.toString();
    }

    /** Returns all commands that do something, in the order of the help. */
    private static List<CommandSpec> commands(CommandLine command) {
        List<CommandSpec> found = new ArrayList<>();
        for (CommandLine child : command.getSubcommands().values()) {
            if (!child.getCommandName().equals("help")) {
                found.addAll(child.getSubcommands().isEmpty() ? List.of(child.getCommandSpec()) : commands(child));
            }
        }
        return found;
    }

    private void overview() {
        page.append("\n| command | does |\n|---|---|\n");
        for (CommandSpec command : commands) {
            String name = command.qualifiedName();
            page.append("| [`")
                    .append(name)
                    .append("`](#")
                    .append(name.replace(' ', '-'))
                    .append(") | ");
            page.append(firstParagraph(command)).append(" |\n");
        }
    }

    private static String firstParagraph(CommandSpec command) {
        return Arrays.stream(command.usageMessage().description())
                .takeWhile(line -> !line.isEmpty())
                .map(CommandReference::text)
                .collect(Collectors.joining(" "));
    }

    private void command(CommandSpec command) {
        page.append("\n## ").append(command.qualifiedName()).append("\n\n");
        for (String line : command.usageMessage().description()) {
            page.append(text(line)).append('\n');
        }
        List<String> own = rows(command).stream().filter(row -> !shared(row)).toList();
        table(own);
        String others = command.options().stream()
                .filter(option -> shared(row(option)))
                .map(option -> "`" + option.longestName() + "`")
                .sorted()
                .collect(Collectors.joining(", "));
        page.append("\nAnd [options that many share](#options-that-many-commands-share): ")
                .append(others)
                .append(".\n");
        if (command.usageMessage().footer().length > 0) {
            page.append("\n```\n");
            Arrays.stream(command.usageMessage().footer())
                    .forEach(line -> page.append(unescaped(line).strip()).append('\n'));
            page.append("```\n");
        }
    }

    private void sharedOptions() {
        page.append("\n## Options that many commands share\n");
        table(uses.keySet().stream().filter(this::shared).sorted().toList());
    }

    private void table(List<String> rows) {
        if (!rows.isEmpty()) {
            page.append("\n| option | means |\n|---|---|\n");
            rows.forEach(page::append);
        }
    }

    private void entries(String title, HelpEntries section) {
        page.append("\n## ").append(title).append("\n\n");
        page.append(section.heading()).append("\n\n");
        for (HelpEntries.Entry entry : section.entries()) {
            page.append("- `").append(entry.name()).append("`: ");
            page.append(text(entry.lines().get(0)));
            entry.lines().stream()
                    .skip(1)
                    .forEach(line -> page.append(" `").append(line).append('`'));
            page.append('\n');
        }
    }

    private boolean shared(String row) {
        return uses.getOrDefault(row, 0) >= SHARED_BY;
    }

    /** Returns the lines of a command's table, parameters first. */
    private static List<String> rows(CommandSpec command) {
        List<String> rows = new ArrayList<>();
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            rows.add("| `" + parameter.paramLabel() + "` | " + text(parameter.description()) + " |\n");
        }
        command.options().stream()
                .filter(option -> !option.hidden())
                .map(CommandReference::row)
                .sorted()
                .forEach(rows::add);
        return rows;
    }

    private static String row(OptionSpec option) {
        String names =
                option.negatable() ? option.longestName().replace("--", "--[no-]") : String.join(", ", option.names());
        String value = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
        return "| `" + names + (option.arity().min() == 0 && !value.isEmpty() ? "[" + value + "]" : value) + "` | "
                + text(option.description()) + " |\n";
    }

    /** Picocli hands out the texts of options ready to show, those of commands as they are written. */
    private static String unescaped(String line) {
        return line.replace("%%", "%");
    }

    private static String text(String... lines) {
        return Arrays.stream(lines)
                .map(CommandReference::unescaped)
                .map(line -> line.replace("<", "&lt;").replace("*", "\\*").replace("|", "\\|"))
                .map(line -> line.replace(" fake,", "")) // an engine of these tests
                .collect(Collectors.joining(" "));
    }
}
