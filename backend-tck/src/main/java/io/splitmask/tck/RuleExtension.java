package io.splitmask.tck;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/** Puts the rule in front of whatever went wrong, and says where to read on. */
final class RuleExtension implements InvocationInterceptor {
    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext extensionContext)
            throws Throwable {
        try {
            invocation.proceed();
        } catch (TestAbortedException e) {
            throw e;
        } catch (AssertionError | LinkageError | Exception e) {
            throw new AssertionError(describe(invocationContext.getExecutable().getName(), e), e);
        }
    }

    private static String describe(String method, Throwable problem) {
        String number = RuleBook.number(method);
        String text = RuleBook.find(number)
                .map(rule -> " (" + rule.binding() + ": " + rule.text() + ")")
                .orElse("");
        String detail = problem instanceof AssertionError ? String.valueOf(problem.getMessage()) : problem.toString();
        return String.join(
                System.lineSeparator(),
                method + text,
                "  " + detail,
                "  specified by " + number + " in backend-tck/RULES.md and the Javadoc of io.splitmask.spi");
    }
}
