package io.splitmask.djl;

import com.sun.jna.NativeLibrary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets OpenMP's threads spin for a tenth of its default before they sleep. So long they bridge the gaps between kernels;
 * a hundredth of the default does not, and costs up to an eighth of a step's speed. The whole default takes the cores from
 * threads that load images: beside a busy thread a step on two cores then takes 1.5 times as long (benchmarks/RESULTS.md).
 * GOMP_SPINCOUNT or OMP_WAIT_POLICY in the environment win.
 */
final class OpenMpWaiting {
    private static final Logger LOG = LoggerFactory.getLogger(OpenMpWaiting.class);
    private static final int KEEP_WHAT_IS_SET = 0;
    private static final String SPIN_COUNT = "30000";

    private OpenMpWaiting() {}

    /** Sets the process's default; it only helps if the engine, and OpenMP with it, loads afterwards. */
    static void spinForAWhile(NativeLibrary glibc) {
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
