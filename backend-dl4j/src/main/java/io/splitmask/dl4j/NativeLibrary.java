package io.splitmask.dl4j;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which of ND4J's native libraries is on the class path, found without loading ND4J.
 *
 * @param platform JavaCPP's name of system and processor, such as {@code linux-x86_64}
 * @param extension what follows it in the classifier, such as {@code -onednn-avx2}; may be empty
 */
record NativeLibrary(String platform, String extension) {
    /** The property by which JavaCPP chooses among several natives of one platform. */
    static final String EXTENSION_PROPERTY = "org.bytedeco.javacpp.platform.extension";

    /** What to do where there is none. */
    static final String REMEDY =
            "add org.nd4j:nd4j-native with the classifier of this machine, such as linux-x86_64-onednn-avx2";

    private static final String FOLDER = "org/nd4j/linalg/cpu/nativecpu/bindings/";

    /** Best first; AVX-512 after AVX2 because BLAS picks its own kernels and not every machine has AVX-512. */
    private static final List<String> EXTENSIONS =
            List.of("-onednn-avx2", "-onednn-avx512", "-onednn", "-avx2", "-avx512", "");

    String classifier() {
        return platform + extension;
    }

    static boolean isNd4jOnClassPath() {
        return isResource("org/nd4j/linalg/factory/Nd4j.class")
                && isResource("org/nd4j/linalg/cpu/nativecpu/CpuBackend.class");
    }

    /** Finds the natives that fit this machine; a property set by the user wins. */
    static Optional<NativeLibrary> find() {
        String platform = thisPlatform();
        String wanted = System.getProperty(EXTENSION_PROPERTY);
        List<String> candidates = wanted == null ? EXTENSIONS : List.of(wanted);
        return candidates.stream()
                .filter(extension -> isResource(FOLDER + platform + extension + "/" + fileName(platform)))
                .findFirst()
                .map(extension -> new NativeLibrary(platform, extension));
    }

    /** JavaCPP's name of this machine, made from the same properties as JavaCPP does. */
    static String thisPlatform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac os x") ? "macosx" : os.startsWith("windows") ? "windows" : os;
        String processor =
                switch (arch) {
                    case "amd64", "x86-64", "x64" -> "x86_64";
                    case "aarch64" -> "arm64";
                    default -> arch;
                };
        return system + "-" + processor;
    }

    private static String fileName(String platform) {
        if (platform.startsWith("windows")) {
            return "jnind4jcpu.dll";
        }
        return platform.startsWith("macosx") ? "libjnind4jcpu.dylib" : "libjnind4jcpu.so";
    }

    private static boolean isResource(String path) {
        ClassLoader loader = NativeLibrary.class.getClassLoader();
        return (loader == null ? ClassLoader.getSystemResource(path) : loader.getResource(path)) != null;
    }
}
