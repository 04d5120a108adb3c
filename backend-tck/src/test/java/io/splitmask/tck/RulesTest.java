package io.splitmask.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.spi.Kernels;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** RULES.md, the test methods and the SPI agree. */
class RulesTest {
    @Test
    void everyRuleHasOneTestAndEveryTestHasARule() {
        List<String> numbers =
                ruleMethods().map(method -> RuleBook.number(method.getName())).toList();
        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(numbers))
                .isEqualTo(new TreeSet<>(RuleBook.read().keySet()));
    }

    @Test
    void everyTestMethodStartsWithANumber() {
        assertThat(ruleMethods().map(Method::getName)).allMatch(name -> name.matches("K\\d{3}_[a-z]\\w+"));
    }

    @Test
    void theKernelTableHoldsEveryKernelWithBuffers() {
        TreeSet<String> kernels = Stream.of(Kernels.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !name.equals("upload") && !name.startsWith("download"))
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> tried = KernelTable.all(new Samples(1)).stream()
                .map(Trial::kernel)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(tried).isEqualTo(kernels);
    }

    private static Stream<Method> ruleMethods() {
        return Arrays.stream(BackendTck.class.getDeclaredClasses())
                .flatMap(theme -> Arrays.stream(theme.getSuperclass().getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class));
    }
}
