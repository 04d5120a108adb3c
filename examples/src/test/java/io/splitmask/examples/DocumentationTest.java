package io.splitmask.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the documentation: their code is compiled, and their links lead somewhere. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern JAVA_LINK = Pattern.compile("]\\(([^)]+\\.java)\\)");
    private static final Pattern LOCAL_LINK = Pattern.compile("]\\(([^)#:]*)(?:#([^)]+))?\\)");

    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void blocksOfJavaAreQuotedFromTheFileLinkedAbove(Path page) throws IOException {
        Path linked = null;
        StringBuilder block = null;
        for (String line : Files.readAllLines(page)) {
            if (block == null) {
                linked = link(page, line, linked);
                block = line.equals("```java") ? new StringBuilder() : null;
            } else if (line.equals("```")) {
                Path file = Objects.requireNonNull(linked, page + " has Java code above all links to files of Java");
                assertThat(withoutIndent(Files.readString(file)))
                        .as("%s, quoted in %s", file, page)
                        .contains(withoutIndent(block.toString()));
                block = null;
            } else {
                block.append(line).append('\n');
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadToFilesAndHeadings(Path page) throws IOException {
        List<MatchResult> links = LOCAL_LINK
                .matcher(Files.readString(page))
                .results()
                .filter(link -> !link.group().contains("://"))
                .toList();
        for (MatchResult link : links) {
            Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
            assertThat(target).as("%s in %s", link.group(), page).exists();
            if (link.group(2) != null) {
                assertThat(headings(target)).as("%s in %s", link.group(), page).contains(link.group(2));
            }
        }
    }

    /** Returns the anchors of a page's headings, as GitHub makes them. */
    private static List<String> headings(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(title -> title.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                .toList();
    }

    private static @Nullable Path link(Path page, String line, @Nullable Path before) {
        Path linked = before;
        Matcher link = JAVA_LINK.matcher(line);
        while (link.find()) {
            linked = page.resolveSibling(link.group(1));
        }
        return linked;
    }

    private static String withoutIndent(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
