package io.splitmask.cli.bench.compare;

import io.splitmask.cli.bench.PythonOption;
import io.splitmask.cli.option.EngineNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who takes part. A command gives its own default of peers. */
final class ContenderOptions {
    @Option(
            names = "--engines",
            paramLabel = "NAME",
            split = ",",
            converter = EngineNames.class,
            description = "Engines. Default: ${DEFAULT-VALUE}.")
    private List<String> engines = List.of("djl", "dl4j");

    @Option(
            names = "--peers",
            paramLabel = "NAME",
            split = ",",
            converter = Contenders.Peer.Reader.class,
            description =
                    "pytorch as it comes; pytorch-tuned, whose allocator keeps freed memory; pytorch-compile. They"
                            + " know splitmask, beit and dino. Default: ${DEFAULT-VALUE}; left out if Python has no PyTorch.")
    private List<Contenders.Peer> peers;

    @Mixin
    private final PythonOption python = new PythonOption();

    ContenderOptions(Contenders.Peer... peers) {
        this.peers = List.of(peers);
    }

    List<String> engines() {
        return engines;
    }

    /**
     * Returns peers, then engines.
     *
     * @param folder takes up the peers' script
     * @param heard hears why there are no peers
     */
    List<Contender> find(Path folder, Consumer<String> heard) throws IOException, InterruptedException {
        List<Contender> contenders = new ArrayList<>();
        if (!peers.isEmpty()) {
            if (python.hasTorch()) {
                contenders.addAll(Contenders.peers(peers, python.command(), folder));
            } else {
                heard.accept(python.absence());
            }
        }
        engines.forEach(engine -> contenders.add(Contenders.engine(engine)));
        return contenders;
    }
}
