package io.splitmask.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The kit finds known mistakes and says what they are. */
class WrongBackendsTest {
    /** Failed rules and their messages, by kit; a run takes seconds. */
    private static final Map<Class<?>, Map<String, String>> FAILURES = new HashMap<>();

    static Stream<Arguments> mistakes() {
        return Stream.of(
                argumentSet("transposed", WrongBackends.TransposedResult.class, "K063", "kernel matmul"),
                argumentSet("axis off by one", WrongBackends.OffByOneAxis.class, "K050", "[7, 13] over [1]"),
                argumentSet("leak", WrongBackends.LeakedBuffer.class, "K120", "a temporary was not closed"),
                argumentSet("leak, in the theme", WrongBackends.LeakedBuffer.class, "K033", "(K120), got 2 left"),
                argumentSet("NaN in padding", WrongBackends.NanInPadding.class, "K052", "got NaN at index [0, 0]"),
                argumentSet("running sum", WrongBackends.RunningFloatSum.class, "K054", "expected 100000.3"),
                argumentSet("running sum of products", WrongBackends.RunningBfloat16Sum.class, "K164", "got 256.0"),
                argumentSet("argument changed", WrongBackends.ArgumentChanged.class, "K121", "argument 0 changed"),
                argumentSet("argument returned", WrongBackends.ArgumentReturned.class, "K122", "one of the arguments"),
                argumentSet("shared memory", WrongBackends.SharedMemory.class, "K126", "kernel broadcastTo"),
                argumentSet("wrong dtype", WrongBackends.WrongDtype.class, "K056", "result INT32 [2, 3], got FLOAT32"),
                argumentSet("no accumulation", WrongBackends.MissingAccumulation.class, "K073", "got 8.0 at index"),
                argumentSet("lost thread", WrongBackends.LostThread.class, "K130", "kernel tanh"),
                argumentSet(
                        "double free", WrongBackends.DoubleFree.class, "K120", "an argument or a result was closed"),
                argumentSet("tanh GELU", WrongBackends.ApproximateGelu.class, "K081", "max absolute error"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void everyMistakeFailsItsRule(Class<? extends BackendTck> wrong, String rule, String advice) {
        Map<String, String> failures = failuresOf(wrong);
        assertThat(failures).containsKey(rule);
        assertThat(failures.get(rule))
                .startsWith(rule + "_")
                .contains(": " + RuleBook.find(rule).orElseThrow().text() + ")", advice, "seed 42")
                .endsWith("specified by " + rule + " in backend-tck/RULES.md and the Javadoc of io.splitmask.spi");
    }

    /** Also where the kernel throws and where a rule has a single case. */
    @Test
    void everyFailureNamesKernelAndCase() {
        assertThat(failuresOf(WrongBackends.DoubleFree.class).get("K039"))
                .contains("kernel sqrt, case 'known values', inputs [FLOAT32 [3]], seed 42: ", "closed twice");
        assertThat(failuresOf(WrongBackends.OffByOneAxis.class).get("K043"))
                .contains("kernel sum, case 'special values', inputs [FLOAT32 [2, 3]], seed 42: ", "expected result");
    }

    @Test
    void aKernelThatIsNotWrittenHereSaysWhatItIsComposedOf() {
        assertThat(failuresOf(WrongBackends.DoubleFree.class).get("K087"))
                .contains("this backend inherits layerNorm, composed of required kernels: mend those that fail first");
        assertThat(failuresOf(WrongBackends.ApproximateGelu.class).get("K081")).doesNotContain("inherits");
    }

    @Test
    void roundsOfAllKernelsNameTheOneThatKeepsBuffers() {
        assertThat(failuresOf(WrongBackends.LeakedBuffer.class).get("K125"))
                .contains("kernel divide, case 'one of each kernel'", "in round 0");
    }

    @Test
    void storedCasesGoByTheNamesOfTheInterface() {
        assertThat(failuresOf(WrongBackends.MissingAccumulation.class).get("K146"))
                .contains("kernel scatterAddRows, case 'scatter_add_rows'");
    }

    @Test
    void manyFailedCasesAreListedWithTheirKernels() {
        assertThat(failuresOf(WrongBackends.OffByOneAxis.class).get("K050"))
                .contains(
                        "so did 12 more of 53 cases: sum '[7, 13] over [1], kept', sum '[2, 3, 4] over [1]', ",
                        ", ...");
    }

    @Test
    void mistakesFailNoRulesOfOtherThemes() {
        // Without a sum of its own, the norm of gradients is made of this one.
        assertThat(failuresOf(WrongBackends.RunningFloatSum.class)).containsOnlyKeys("K054", "K112");
        assertThat(failuresOf(WrongBackends.ApproximateGelu.class)).containsOnlyKeys("K081", "K143");
        assertThat(failuresOf(WrongBackends.SharedMemory.class)).containsOnlyKeys("K126");
        assertThat(failuresOf(WrongBackends.LostThread.class)).containsOnlyKeys("K130", "K131");
        assertThat(failuresOf(WrongBackends.RunningBfloat16Sum.class))
                .containsOnlyKeys("K160", "K161", "K162", "K163", "K164");
    }

    @Test
    void theWrapperAroundTheMistakesIsRight() {
        Events tests = run(WrongBackends.NoMistake.class);
        assertThat(tests.failed().count()).isZero();
        assertThat(tests.succeeded().count())
                .isEqualTo(RuleBook.read().size() - tests.aborted().count());
    }

    private static Map<String, String> failuresOf(Class<? extends BackendTck> kit) {
        return FAILURES.computeIfAbsent(kit, unused -> runAndCollect(kit));
    }

    private static Map<String, String> runAndCollect(Class<? extends BackendTck> kit) {
        Map<String, String> failures = new TreeMap<>();
        run(kit).failed().stream()
                .forEach(event -> failures.put(
                        RuleBook.number(event.getTestDescriptor().getDisplayName()),
                        event.getPayload(TestExecutionResult.class)
                                .flatMap(TestExecutionResult::getThrowable)
                                .map(Throwable::getMessage)
                                .orElse("")));
        return failures;
    }

    private static Events run(Class<? extends BackendTck> kit) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(kit))
                .execute()
                .testEvents();
    }
}
