package io.splitmask.dl4j;

import io.splitmask.spi.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/** Starts ND4J, once per process. */
final class Nd4jEngine {
    private static final String REMEDY =
            "add org.bytedeco:javacpp and org.bytedeco:openblas with the classifier of this"
                    + " machine, such as linux-x86_64; if they are there, check that ND4J's natives fit this processor";

    private static final String VERSION = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";

    private static @Nullable BackendException failure;

    private Nd4jEngine() {}

    /**
     * Loads ND4J's native code if that has not happened yet.
     *
     * @return a description of the engine, such as {@code ND4J 1.0.0-M2.1 (linux-x86_64-onednn-avx2)}
     * @throws BackendException if it does not start; a process has one attempt, so later ones fail the same way
     */
    static synchronized String start() {
        NativeLibrary library = NativeLibrary.find()
                .orElseThrow(() ->
                        new BackendException("ND4J's natives are not on the class path; " + NativeLibrary.REMEDY));
        setUnlessSet(NativeLibrary.EXTENSION_PROPERTY, library.extension());
        // Fourteen lines of greeting; other bindings than slf4j-simple are the application's business.
        setUnlessSet("org.slf4j.simpleLogger.log.org.nd4j", "warn");
        // Else JavaCPP refuses to work once the process is larger than four times the Java heap.
        if (System.getProperty("org.bytedeco.javacpp.maxphysicalbytes") == null) {
            setUnlessSet("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        }
        if (failure != null) {
            throw failure;
        }
        try {
            String engine = Nd4j.getBackend().getClass().getSimpleName();
            if (!engine.equals("CpuBackend")) {
                throw new BackendException("ND4J started on " + engine + ", expected CpuBackend; remove nd4j-cuda from "
                        + "the class path");
            }
        } catch (LinkageError | RuntimeException e) {
            failure = e instanceof BackendException known
                    ? known
                    : BackendException.notStarted("ND4J " + library.classifier(), e, REMEDY);
            throw failure;
        }
        return "ND4J " + version() + " (" + library.classifier() + ")";
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static String version() {
        // The manifests of ND4J do not tell it.
        try (InputStream stream = Nd4j.class.getResourceAsStream(VERSION)) {
            Properties properties = new Properties();
            if (stream != null) {
                properties.load(stream);
            }
            return properties.getProperty("version", "of unknown version");
        } catch (IOException e) {
            return "of unknown version";
        }
    }
}
