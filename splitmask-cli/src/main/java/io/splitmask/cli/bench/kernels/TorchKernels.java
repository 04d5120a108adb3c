package io.splitmask.cli.bench.kernels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.cli.bench.JsonProcess;
import io.splitmask.tensor.Device;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The same kernels in PyTorch for Python, in a process of its own.
 *
 * @param python command of a Python that has PyTorch
 * @param device as of the engine
 * @param threads as of the engine
 * @param rounds samples of each kernel, of which the median counts
 */
record TorchKernels(String python, Device device, int threads, int rounds) {
    private static final String SCRIPT = "pytorch_kernels.py";

    /** Times calls. @return seconds of each; one that PyTorch has no counterpart of is left out */
    Map<CallSignature, Double> time(List<CallSignature> calls) throws IOException, InterruptedException {
        JsonNode seconds = ask(calls, false).path("seconds");
        Map<CallSignature, Double> times = new LinkedHashMap<>();
        for (int i = 0; i < calls.size(); i++) {
            if (!seconds.path(i).isNull()) {
                times.put(calls.get(i), seconds.path(i).doubleValue());
            }
        }
        return times;
    }

    /**
     * Runs the script.
     *
     * @param calls as its heading says
     * @param check whether it is to compute, and not to time
     * @return what it prints
     */
    JsonNode ask(List<?> calls, boolean check) throws IOException, InterruptedException {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("threads", threads);
        asked.put("rounds", rounds);
        asked.put("device", device.toString());
        asked.put("check", check);
        asked.put("calls", calls);
        return new JsonProcess("PyTorch", List.of(python, "-c", script()), Map.of())
                .run(new ObjectMapper().writeValueAsString(asked));
    }

    /** Returns the text of the script. */
    static String script() throws IOException {
        try (InputStream text = Objects.requireNonNull(TorchKernels.class.getResourceAsStream(SCRIPT))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
