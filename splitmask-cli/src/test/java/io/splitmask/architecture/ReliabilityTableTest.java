package io.splitmask.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every row of the tables in {@code docs/reliability.md} names a test that exists. */
class ReliabilityTableTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "reliability.md");
    private static final Pattern TEST = Pattern.compile("\\[[^\\]]*?(\\w+Test)(?:\\.(\\w+))?\\]\\(([^)]+)\\)");

    @Test
    void everyRowNamesATestThatExists() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| "))
                .filter(line -> !line.endsWith("| shown by |"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(20);
        for (String row : rows) {
            String tests = row.substring(row.lastIndexOf('|', row.length() - 2));
            List<MatchResult> links = TEST.matcher(tests).results().toList();
            assertThat(links).as("tests of: %s", row).isNotEmpty();
            for (MatchResult link : links) {
                Path file = DOCUMENT.resolveSibling(link.group(3)).normalize();
                assertThat(file).hasFileName(link.group(1) + ".java");
                if (link.group(2) != null) {
                    assertThat(file).content().contains("void " + link.group(2) + "(");
                }
            }
        }
    }
}
