package io.splitmask.djl;

import ai.djl.engine.Engine;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads PyTorch into the process: offline, and without DJL's log lines. */
final class EngineLoader {
    private static final String SIMPLE_LOGGER = "org.slf4j.simpleLogger.log.";

    private EngineLoader() {}

    /**
     * Loads the engine, or finds it loaded.
     *
     * @return the engine
     */
    static Engine load() {
        // read when these loggers are made, so they stay set
        setUnlessGiven(SIMPLE_LOGGER + "ai.djl", "warn");
        setUnlessGiven(SIMPLE_LOGGER + "ai.djl.util.cuda.CudaUtils", "off");
        // only while loading: the application may use DJL's downloads itself
        Map<String, @Nullable String> before = new HashMap<>();
        for (String property : new String[] {"ai.djl.offline", "OPT_OUT_TRACKING"}) {
            before.put(property, System.getProperty(property));
            System.setProperty(property, "true");
        }
        try {
            return Engine.getEngine("PyTorch");
        } finally {
            before.forEach(EngineLoader::restore);
        }
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static void restore(String property, @Nullable String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }
}
