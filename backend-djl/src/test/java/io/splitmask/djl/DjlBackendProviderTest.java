package io.splitmask.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.spi.Availability;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.BackendProvider;
import io.splitmask.tensor.Device;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DjlBackendProviderTest {
    private static final BackendConfig CUDA = new BackendConfig(Device.parse("cuda:0"), 1);

    private final Path folder;

    DjlBackendProviderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A class path with one description of native libraries. */
    private ClassLoader withNatives(String flavor, String platform) throws IOException {
        Path file = folder.resolve("native/lib/pytorch.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "version=9.8.7-20260101\nflavor=" + flavor + "\nclassifier=" + platform + "\n");
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
    }

    private static DjlBackendProvider provider(ClassLoader loader) {
        return new DjlBackendProvider(List.of(loader), Map.of());
    }

    @Test
    void serviceLoaderFindsItUnderItsName() {
        assertThat(ServiceLoader.load(BackendProvider.class).stream().map(ServiceLoader.Provider::get))
                .anySatisfy(provider -> {
                    assertThat(provider.name()).isEqualTo("djl");
                    assertThat(provider.priority()).isEqualTo(10);
                });
    }

    @Test
    void isAvailableWithTheNativeJarOfThisBuild() {
        Availability availability = new DjlBackendProvider().availability();
        assertThat(availability.available()).isTrue();
        assertThat(availability.reason()).contains("PyTorch 2.7.1 (cpu").contains(Natives.currentPlatform());
        assertThat(new DjlBackendProvider().devices()).contains(Device.CPU);
    }

    @Test
    void withoutNativesItSaysWhatToAdd() {
        DjlBackendProvider provider = provider(new URLClassLoader(new URL[0], null));
        assertThat(provider.availability().available()).isFalse();
        assertThat(provider.devices()).isEmpty();
        assertThatThrownBy(() -> provider.open(BackendConfig.cpu()))
                .isInstanceOf(BackendException.class)
                .hasMessage("backend 'djl' cannot run: no native libraries of PyTorch for " + Natives.currentPlatform()
                        + "; add ai.djl.pytorch:pytorch-native-cpu with the classifier " + Natives.currentPlatform());
    }

    @Test
    void nativesOfAnotherPlatformDoNotCount() throws IOException {
        assertThat(provider(withNatives("cpu", "plan9-pdp11")).availability().available())
                .isFalse();
    }

    @Test
    void theSameJarSeenByTwoLoadersCountsOnce() throws IOException {
        ClassLoader loader = withNatives("cu128", Natives.currentPlatform());
        assertThat(Natives.find(List.of(loader, loader), Map.of()))
                .containsExactly(new Natives("9.8.7", "cu128", Natives.currentPlatform()));
    }

    @Test
    void refusesCudaWithoutACudaBuildInOneLineWithTheRemedy() throws IOException {
        DjlBackendProvider provider = provider(withNatives("cpu", Natives.currentPlatform()));
        assertThat(provider.devices()).containsExactly(Device.CPU);
        assertThatThrownBy(() -> provider.open(CUDA))
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll("cuda:0", "no CUDA build of PyTorch", "PYTORCH_LIBRARY_PATH", "--device cpu")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesADeviceThatTheMachineLacks() throws IOException {
        DjlBackendProvider provider = provider(withNatives("cu128", Natives.currentPlatform()));
        assertThat(provider.devices()).hasSize(NvidiaDevices.count() + 1).endsWith(Device.CPU);
        BackendConfig missing = new BackendConfig(new Device(Device.Kind.CUDA, NvidiaDevices.count()), 1);
        assertThatThrownBy(() -> provider.open(missing))
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll(missing.device().toString(), "NVIDIA device(s)", "--device cpu");
    }

    @Test
    void aFolderOfLibrariesWinsOverJars() throws IOException {
        ClassLoader jar = withNatives("cpu", Natives.currentPlatform());
        Map<String, String> environment = Map.of(
                "PYTORCH_LIBRARY_PATH", folder.toString(), "PYTORCH_VERSION", "2.7.1", "PYTORCH_FLAVOR", "cu128");
        assertThat(Natives.find(List.of(jar), environment)).hasSize(1);
        Files.createFile(folder.resolve(System.mapLibraryName("torch")));
        assertThat(Natives.find(List.of(jar), environment).get(0))
                .isEqualTo(new Natives("2.7.1", "cu128", Natives.currentPlatform()));
    }
}
