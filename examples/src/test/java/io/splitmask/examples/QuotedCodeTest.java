package io.splitmask.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java code in the documentation is part of a file that is compiled: the last one linked above it. */
class QuotedCodeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern JAVA_LINK = Pattern.compile("]\\(([^)]+\\.java)\\)");

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
