package io.splitmask.tck.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.spi.Backend;
import io.splitmask.tck.CheckedTests;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tests of one backend against stored cases. A family of cases is all that start with a prefix; a folder of cases may
 * hold none of a family, which is then said by a test's name and is no failure. What comes with this jar must be there.
 */
public abstract class GoldenTests extends CheckedTests {
    /** Creates the tests. */
    protected GoldenTests() {}

    /** Makes one test of every case of a family. */
    protected final Stream<DynamicNode> family(String prefix, BiConsumer<GoldenCase, Backend> body) {
        return nodes(prefix, golden -> test(golden.name(), backend -> body.accept(golden, backend)));
    }

    /** Makes tests of every case of a family, and one that counts the cases. */
    protected static Stream<DynamicNode> nodes(String prefix, Function<GoldenCase, DynamicNode> tests) {
        List<GoldenCase> cases = GoldenFolder.read(prefix);
        List<DynamicNode> nodes = new ArrayList<>();
        nodes.add(DynamicTest.dynamicTest(prefix + "*: " + cases.size() + " cases", () -> checkCount(prefix, cases)));
        cases.forEach(golden -> nodes.add(tests.apply(golden)));
        return nodes.stream();
    }

    private static void checkCount(String prefix, List<GoldenCase> cases) {
        if (System.getProperty(GoldenFolder.PROPERTY) == null) {
            assertThat(cases)
                    .as("cases %s* in the resources of this jar", prefix)
                    .isNotEmpty();
        }
    }

    /** Makes a group of tests. */
    protected static DynamicContainer group(String name, List<? extends DynamicNode> tests) {
        return DynamicContainer.dynamicContainer(name, tests);
    }

    /** Makes a test that runs on the backend's own thread. */
    protected final DynamicTest test(String name, Consumer<Backend> body) {
        return DynamicTest.dynamicTest(name, () -> run(body));
    }
}
