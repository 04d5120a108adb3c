package io.splitmask.djl;

import com.sun.jna.NativeLibrary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets OpenMP's threads spin only briefly before they sleep. By default they spin long, and take the cores from the
 * threads that load images: on two cores with one other busy thread a step then takes 1.5 times as long, while alone
 * on the machine the short spin costs 4 % (benchmarks/RESULTS.md). GOMP_SPINCOUNT or OMP_WAIT_POLICY in the
 * environment win.
 */
final class OpenMpWaiting {
    private static final Logger LOG = LoggerFactory.getLogger(OpenMpWaiting.class);
    private static final int KEEP_WHAT_IS_SET = 0;
    private static final String SPIN_COUNT = "3000";

    private OpenMpWaiting() {}

    /** Sets the process's default; it only helps if the engine, and OpenMP with it, loads afterwards. */
    static void spinBriefly(NativeLibrary glibc) {
        if (System.getenv("OMP_WAIT_POLICY") != null) {
            return;
        }
        int failed =
                glibc.getFunction("setenv").invokeInt(new Object[] {"GOMP_SPINCOUNT", SPIN_COUNT, KEEP_WHAT_IS_SET});
        if (failed != 0) {
            LOG.debug("setenv was refused");
        }
    }
}
