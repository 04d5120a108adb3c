package io.splitmask.djl;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of the whole process by which PyTorch runs faster: glibc's allocator and OpenMP's waiting. They also hold
 * for other native code in the process, so {@code -Dsplitmask.djl.processSettings=off} leaves everything as it is.
 */
final class ProcessSettings {
    /** {@code off} to change nothing. */
    static final String PROPERTY = "splitmask.djl.processSettings";

    private static final Logger LOG = LoggerFactory.getLogger(ProcessSettings.class);
    private static final Optional<NativeLibrary> GLIBC = isOff() ? Optional.empty() : glibc();

    private ProcessSettings() {}

    private static boolean isOff() {
        return "off".equals(System.getProperty(PROPERTY));
    }

    /** Finds the C library, if it is glibc. */
    private static Optional<NativeLibrary> glibc() {
        if (!Platform.isLinux()) {
            return Optional.empty();
        }
        try {
            NativeLibrary library = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME);
            LOG.debug("glibc {}", library.getFunction("gnu_get_libc_version").invokeString(new Object[0], false));
            return Optional.of(library);
        } catch (UnsatisfiedLinkError e) {
            LOG.debug("the C library is not glibc: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Makes the settings; they only help if the engine loads afterwards. */
    static void apply() {
        GLIBC.ifPresent(glibc -> {
            HostAllocator.keepFreedMemory(glibc);
            OpenMpWaiting.spinForAWhile(glibc);
        });
    }

    /** Returns whether native work on this thread profits from them. */
    static boolean serveThisThread() {
        return GLIBC.isEmpty() || HostAllocator.isThreadOnMainArena();
    }
}
