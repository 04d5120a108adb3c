package io.splitmask.djl;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A build of PyTorch's native libraries that DJL would load, found without loading it.
 *
 * @param version such as {@code 2.7.1}
 * @param flavor {@code cpu}, or such as {@code cu128} for a build with CUDA 12.8
 * @param platform such as {@code linux-x86_64}
 */
record Natives(String version, String flavor, String platform) {
    private static final String DESCRIPTION = "native/lib/pytorch.properties";

    /** Whether this build can compute on NVIDIA devices. */
    boolean cuda() {
        return flavor.startsWith("cu");
    }

    @Override
    public String toString() {
        return "PyTorch " + version + " (" + flavor + ", " + platform + ")";
    }

    /**
     * Lists the builds that fit this machine, the one that DJL prefers first.
     *
     * @param environment variables of the process; {@code PYTORCH_LIBRARY_PATH} names a folder that wins over jars
     * @throws IOException if a jar cannot be read
     */
    static List<Natives> find(List<ClassLoader> loaders, Map<String, String> environment) throws IOException {
        List<Natives> found = new ArrayList<>();
        Natives installed = inFolder(environment);
        if (installed != null) {
            found.add(installed);
        }
        Map<String, URL> jars = new LinkedHashMap<>();
        for (ClassLoader loader : loaders) {
            loader.getResources(DESCRIPTION).asIterator().forEachRemaining(url -> jars.put(url.toString(), url));
        }
        for (URL jar : jars.values()) {
            Natives natives = read(jar);
            if (natives.platform.equals(currentPlatform())) {
                found.add(natives);
            }
        }
        return found;
    }

    /** Names this machine as the native jars do. */
    static String currentPlatform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : "linux";
        String arch = System.getProperty("os.arch");
        return system + '-' + (arch.equals("amd64") ? "x86_64" : arch);
    }

    private static @Nullable Natives inFolder(Map<String, String> environment) {
        String folder = environment.get("PYTORCH_LIBRARY_PATH");
        if (folder == null || !Files.isRegularFile(Path.of(folder, System.mapLibraryName("torch")))) {
            return null;
        }
        String version = environment.getOrDefault("PYTORCH_VERSION", "of " + folder);
        return new Natives(version, environment.getOrDefault("PYTORCH_FLAVOR", "cpu"), currentPlatform());
    }

    private static Natives read(URL jar) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = jar.openStream()) {
            properties.load(in);
        }
        String version = properties.getProperty("version", "unknown");
        int build = version.indexOf('-');
        return new Natives(
                build < 0 ? version : version.substring(0, build),
                properties.getProperty("flavor", "cpu"),
                properties.getProperty("classifier", ""));
    }
}
