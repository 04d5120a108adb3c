package io.splitmask.cli.bench.compare;

import io.splitmask.cli.Main;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Finds who can take part in a comparison. */
final class Contenders {
    private static final String SCRIPT = "pytorch_step.py";
    private static final Set<String> METHODS_OF_PEERS = Set.of("splitmask", "beit", "dino");

    private static final Map<String, String> KEEPING_MEMORY = Map.of(
            "MALLOC_MMAP_MAX_", "0",
            "MALLOC_TRIM_THRESHOLD_", "100000000000",
            "MALLOC_TOP_PAD_", "268435456");

    private Contenders() {}

    /** An engine on this class path. */
    static Contender engine(String name) {
        return new Contender(name, command("bench", "step", "--json", "--engine", name), Map.of(), Set.of());
    }

    /** Returns a command line of this program, started as this process was. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * Returns PyTorch for Python in the ways asked for.
     *
     * @param python has PyTorch
     * @param folder the script is written here
     */
    static List<Contender> peers(List<Peer> peers, String python, Path folder) throws IOException {
        Path script = folder.resolve(SCRIPT);
        try (InputStream text = Objects.requireNonNull(Contenders.class.getResourceAsStream(SCRIPT))) {
            Files.write(script, text.readAllBytes());
        }
        return peers.stream().map(peer -> peer.contender(python, script)).toList();
    }

    /** A way to run PyTorch for Python. */
    enum Peer {
        /** As it comes. */
        PYTORCH,
        /** With glibc keeping freed memory, which the engines here arrange for themselves. */
        PYTORCH_TUNED,
        /** With its graph compiled. */
        PYTORCH_COMPILE;

        private Contender contender(String python, Path script) {
            List<String> command = new ArrayList<>(List.of(python, script.toString()));
            if (this == PYTORCH_COMPILE) {
                command.add("--compile");
            }
            return new Contender(
                    toString(), command, this == PYTORCH_TUNED ? KEEPING_MEMORY : Map.of(), METHODS_OF_PEERS);
        }

        /** Returns what users type. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Reads a name. */
        static final class Reader implements ITypeConverter<Peer> {
            @Override
            public Peer convert(String text) {
                return Arrays.stream(values())
                        .filter(peer -> peer.toString().equals(text))
                        .findFirst()
                        .orElseThrow(() -> new TypeConversionException(
                                "unknown peer '" + text + "'; known: " + Arrays.toString(values())));
            }
        }
    }
}
