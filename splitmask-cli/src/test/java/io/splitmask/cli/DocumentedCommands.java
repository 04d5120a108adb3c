package io.splitmask.cli;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The commands of the README and of the pages below docs/, each once, in the order of reading: lines of shell blocks, the
 * examples of the commands' page, and commands within the text.
 */
final class DocumentedCommands {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCS = ROOT.resolve("docs");
    /** Examples of the help, which follow no way from one to the next: read last. */
    private static final Path REFERENCE = DOCS.resolve("cli.md");

    private static final Pattern LINK = Pattern.compile("\\]\\(([\\w/-]+\\.md)\\)");
    private static final Pattern FENCE = Pattern.compile("```(\\w*)");
    private static final Pattern IN_TEXT = Pattern.compile("`((?:\\./splitmask|mvn|pip|tensorboard) [^`]+)`");
    private static final Pattern INDENTED = Pattern.compile("    (mvn .+)");
    /** What stands behind a command: a comment, or a remark of the help. */
    private static final Pattern REMARK = Pattern.compile("\\s+#.*|\\s{3,}.*");

    private DocumentedCommands() {}

    /** Returns all commands; those of this project begin with {@code splitmask}. */
    static Set<String> all() throws IOException {
        Set<String> commands = new LinkedHashSet<>();
        for (Path page : pages()) {
            addFrom(page, commands);
        }
        return commands.stream()
                .map(command -> command.replaceFirst("^\\./", ""))
                .map(command -> REMARK.matcher(command).replaceFirst("").strip())
                .collect(toCollection(LinkedHashSet::new));
    }

    /** Returns the pages in the order of the table of contents. */
    static Set<Path> pages() throws IOException {
        Path contents = DOCS.resolve("README.md");
        Stream<Path> linked =
                LINK.matcher(Files.readString(contents)).results().map(link -> DOCS.resolve(link.group(1)));
        return Stream.of(Stream.of(ROOT.resolve("README.md"), contents), linked, Stream.of(REFERENCE))
                .flatMap(pages -> pages)
                .sorted((one, other) -> Boolean.compare(one.equals(REFERENCE), other.equals(REFERENCE)))
                .collect(toCollection(LinkedHashSet::new));
    }

    /** Returns every page there is. */
    static Set<Path> files() throws IOException {
        try (Stream<Path> docs = Files.walk(DOCS)) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .collect(toCollection(LinkedHashSet::new));
        }
    }

    private static void addFrom(Path page, Set<String> commands) throws IOException {
        String language = null;
        for (String line : Files.readAllLines(page)) {
            var fence = FENCE.matcher(line);
            if (fence.matches()) {
                language = language == null ? fence.group(1) : null;
            } else if (language != null) {
                boolean example = page.equals(REFERENCE) && line.startsWith("splitmask ");
                if (language.equals("sh") || example) {
                    commands.add(line);
                }
            } else {
                Stream.of(IN_TEXT, INDENTED)
                        .flatMap(pattern -> pattern.matcher(line).results())
                        .forEach(found -> commands.add(found.group(1)));
            }
        }
    }
}
