package io.splitmask.dl4j;

import io.splitmask.spi.BackendException;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;

/** Starts ND4J, once per process. */
final class Nd4jEngine {
    private Nd4jEngine() {}

    /**
     * Loads ND4J's native code if that has not happened yet.
     *
     * <p>BLAS gets one thread for the whole process: products are split over the backend's own threads, so that BLAS'
     * waiting threads do not take the cores from the loops in Java.
     *
     * @return a description of the engine, such as {@code ND4J 1.0.0-M2.1 (linux-x86_64-onednn-avx2)}
     */
    static synchronized String start() {
        NativeLibrary library = NativeLibrary.find()
                .orElseThrow(() -> new BackendException("ND4J's natives are not on the class path"));
        setUnlessSet(NativeLibrary.EXTENSION_PROPERTY, library.extension());
        // Fourteen lines of greeting; other bindings than slf4j-simple are the application's business.
        setUnlessSet("org.slf4j.simpleLogger.log.org.nd4j", "warn");
        // Else JavaCPP refuses to work once the process is larger than four times the Java heap.
        setUnlessSet("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        try {
            String engine = Nd4j.getBackend().getClass().getSimpleName();
            if (!engine.equals("CpuBackend")) {
                throw new BackendException("ND4J started on " + engine + ", expected CpuBackend; remove nd4j-cuda from "
                        + "the class path");
            }
            openblas_nolapack.blas_set_num_threads(1);
        } catch (LinkageError | RuntimeException e) {
            throw e instanceof BackendException known
                    ? known
                    : new BackendException(
                            "ND4J does not start with the natives " + library.classifier() + ": " + e
                                    + "; check that they fit this processor",
                            e);
        }
        return "ND4J " + version() + " (" + library.classifier() + ")";
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static String version() {
        String version = Nd4j.class.getPackage().getImplementationVersion();
        return version == null ? "1.0.0-M2.1" : version;
    }
}
