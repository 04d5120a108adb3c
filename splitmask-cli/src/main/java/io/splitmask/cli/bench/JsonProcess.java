package io.splitmask.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A process that says what it found in its last line, as JSON.
 *
 * @param name by which it is reported
 * @param command line
 * @param environment variables set for it
 */
public record JsonProcess(String name, List<String> command, Map<String, String> environment) {
    /** What a shell reports of a process that the system killed. */
    private static final int KILLED = 137;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * Runs it.
     *
     * @param input what it reads
     * @throws IOException if it fails, with the last line that it wrote
     */
    public JsonNode run(String input) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> output;
        try {
            try (var writer = process.outputWriter()) {
                writer.write(input);
            }
            try (var reader = process.inputReader()) {
                output = reader.lines().filter(text -> !text.isBlank()).toList();
            }
        } finally {
            process.destroy(); // it has ended, unless reading failed
        }
        int code = process.waitFor();
        String last = output.isEmpty() ? "" : output.get(output.size() - 1);
        if (code != 0 || !last.startsWith("{")) {
            String reason = code == KILLED ? "killed, as when memory runs out" : last;
            throw new IOException(name + ": the process ended with code " + code + ": " + reason);
        }
        return MAPPER.readTree(last);
    }
}
