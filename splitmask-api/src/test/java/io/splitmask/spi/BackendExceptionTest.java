package io.splitmask.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackendExceptionTest {
    @Test
    void anEngineThatDoesNotStartIsExplainedByItsInnermostCauseInOneLine() {
        Throwable thrown = new ExceptionInInitializerError(new IllegalStateException(
                "engine failed", new UnsatisfiedLinkError("no glibc 2.29\nsearched in /lib")));
        BackendException worded = BackendException.notStarted("PyTorch", thrown, "use another system");
        assertThat(worded)
                .hasMessage("PyTorch does not start: java.lang.UnsatisfiedLinkError: no glibc 2.29; use another system")
                .hasCause(thrown);
    }
}
