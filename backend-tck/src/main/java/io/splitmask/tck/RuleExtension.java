package io.splitmask.tck;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/** Puts the rule in front of whatever went wrong. */
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
        } catch (AssertionError | Exception e) {
            throw new AssertionError(describe(invocationContext.getExecutable().getName(), e), e);
        }
    }

    private static String describe(String method, Throwable problem) {
        String text = RuleBook.find(RuleBook.number(method))
                .map(rule -> " (" + rule.binding() + ": " + rule.text() + ")")
                .orElse("");
        String detail = problem instanceof AssertionError ? String.valueOf(problem.getMessage()) : problem.toString();
        return method + text + System.lineSeparator() + "  " + detail;
    }
}
