package io.splitmask.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How results are printed: as lines for readers, or as JSON for scripts. */
public class OutputOptions {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Option(names = "--json", description = "Print the results as JSON on standard output.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Returns whether a script reads what is printed. */
    public boolean json() {
        return json;
    }

    /** Returns the options of the command line that decide what a run gives. */
    public GivenOptions given() {
        return GivenOptions.of(Objects.requireNonNull(command).commandLine().getParseResult());
    }

    /** Returns standard output, or what the command has in its place. */
    public PrintWriter out() {
        return Objects.requireNonNull(command).commandLine().getOut();
    }

    /** Prints a line, whoever reads it. */
    public void print(String line) {
        out().println(line);
        out().flush();
    }

    /** Prints a line for readers; a script gets none. */
    public void say(String line) {
        if (!json) {
            print(line);
        }
    }

    /**
     * Prints what came out.
     *
     * @param facts for scripts: one line of JSON
     * @param lines writes the same for readers
     */
    public void results(Map<String, ?> facts, Consumer<PrintWriter> lines) throws JsonProcessingException {
        if (json) {
            out().println(MAPPER.writeValueAsString(facts));
        } else {
            lines.accept(out());
        }
        out().flush();
    }
}
