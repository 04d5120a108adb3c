package io.splitmask.djl;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets OpenMP's threads sleep while they wait. By default they spin, and take the cores from the threads that load
 * images: measured on two cores with one other busy thread, a step takes 1.8 times as long. Alone on the machine
 * spinning is up to a tenth faster; whoever wants that sets OMP_WAIT_POLICY=active.
 */
final class OpenMpWaiting {
    private static final Logger LOG = LoggerFactory.getLogger(OpenMpWaiting.class);
    private static final int KEEP_WHAT_IS_SET = 0;

    private OpenMpWaiting() {}

    /** Sets the process's default; it only helps if the engine, and OpenMP with it, loads afterwards. */
    static void sleep() {
        if (!Platform.isLinux()) {
            return;
        }
        try {
            int failed = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
                    .getFunction("setenv")
                    .invokeInt(new Object[] {"OMP_WAIT_POLICY", "passive", KEEP_WHAT_IS_SET});
            if (failed != 0) {
                LOG.debug("setenv was refused");
            }
        } catch (UnsatisfiedLinkError e) {
            LOG.debug("no setenv in the C library: {}", e.getMessage());
        }
    }
}
