package io.splitmask.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.tensor.Device;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
    /** A provider that is only looked at. */
    static class Fake implements BackendProvider {
        private final String name;
        private final int priority;
        private final Availability availability;

        Fake(String name, int priority, Availability availability) {
            this.name = name;
            this.priority = priority;
            this.availability = availability;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Availability availability() {
            return availability;
        }

        @Override
        public List<Device> devices() {
            return List.of(Device.CPU);
        }

        @Override
        public Backend open(BackendConfig config) {
            throw new BackendException("not to be opened");
        }

        @Override
        public int priority() {
            return priority;
        }
    }

    /** Found by name in a services file. */
    public static final class Installed extends Fake {
        /** Called by the service loader. */
        public Installed() {
            super("installed", 0, Availability.yes("here"));
        }
    }

    /** Cannot be made. */
    public static final class Broken extends Fake {
        /** Called by the service loader. */
        public Broken() {
            super("broken", 0, Availability.yes("here"));
            throw new IllegalStateException("broken");
        }
    }

    private static Fake available(String name, int priority) {
        return new Fake(name, priority, Availability.yes("here"));
    }

    private static Fake missing(String name) {
        return new Fake(name, 9, Availability.no("no natives of " + name, "add them"));
    }

    @Test
    void theHighestPriorityAmongTheAvailableWins() {
        List<BackendProvider> installed = List.of(available("low", -1), missing("absent"), available("high", 1));
        assertThat(Backends.best(installed).name()).isEqualTo("high");
        assertThatThrownBy(() -> Backends.best(List.of(available("b", 0), available("a", 0))))
                .isInstanceOf(BackendException.class)
                .hasMessage("backends of equal priority: a, b; name one of them");
    }

    @Test
    void whatKeepsEachBackendFromRunningIsSaid() {
        assertThatThrownBy(() -> Backends.best(List.of(missing("djl"), missing("dl4j"))))
                .hasMessage("no backend can run here: djl (no natives of djl; add them),"
                        + " dl4j (no natives of dl4j; add them)");
        assertThatThrownBy(() -> Backends.best(List.of()))
                .hasMessage("no backend on the class path; add io.splitmask:backend-djl or io.splitmask:backend-dl4j");
    }

    @Test
    void aNamedBackendIsTheOnlyOneOfItsName() {
        List<BackendProvider> installed = List.of(available("a", 0), missing("b"), new Installed(), new Installed());
        assertThat(Backends.select("a", installed)).isSameAs(installed.get(0));
        assertThatThrownBy(() -> Backends.select("b", installed))
                .hasMessage("backend 'b' cannot run: no natives of b; add them");
        assertThatThrownBy(() -> Backends.select("c", installed))
                .hasMessage("no backend 'c' on the class path; installed: a, b, installed, installed;"
                        + " add the artifact io.splitmask:backend-c");
        assertThatThrownBy(() -> Backends.select("installed", installed))
                .hasMessageContaining("expected one backend 'installed' on the class path, got ")
                .hasMessageEndingWith("; remove one of them");
    }

    @Test
    void aPrecisionThatAProviderDoesNotListIsRefused() {
        BackendConfig config = BackendConfig.cpu();
        assertThatThrownBy(() -> Backends.open(available("a", 0), config).close())
                .hasMessage("not to be opened");
        assertThatThrownBy(() -> Backends.open(available("a", 0), config.withPrecision(Precision.BFLOAT16))
                        .close())
                .isInstanceOf(BackendException.class)
                .hasMessage(
                        "backend 'a' does not compute in bf16, only in fp32; leave out --precision or take an engine"
                                + " that offers bf16");
    }

    @Test
    void aProviderThatCannotBeLoadedDoesNotHideTheOthers(@TempDir Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(BackendProvider.class.getName()),
                "no.such.Provider\n" + Broken.class.getName() + "\n" + Installed.class.getName() + "\n");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            assertThat(Backends.installed().stream().map(BackendProvider::name)).contains("installed");
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
