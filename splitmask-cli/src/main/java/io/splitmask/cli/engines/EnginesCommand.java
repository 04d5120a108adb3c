package io.splitmask.cli.engines;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.splitmask.cli.option.OutputOptions;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.Backends;
import io.splitmask.tensor.Device;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the engines on the class path. */
@Command(
        name = "engines",
        description = {
            "Lists the engines that are installed, the devices they can use here, and why the others cannot run.",
            "",
            "Without --engine, other commands take the available engine of the highest priority."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  splitmask engines               a table", "  splitmask engines --json        the same for programs"
        })
public final class EnginesCommand implements Callable<Integer> {
    private final Provider<List<BackendProvider>> installed;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    /** Lists engines. @param installed asked when the command runs, as finding engines takes a while */
    @Inject
    public EnginesCommand(Provider<List<BackendProvider>> installed) {
        this.installed = installed;
    }

    /** One engine, as listed. The names of the components are those of the JSON. */
    public record Engine(
            String name,
            boolean available,
            List<String> devices,
            int priority,
            String reason,
            String remedy,
            boolean chosen) {}

    @Override
    public Integer call() throws IOException {
        List<Engine> engines = engines(installed.get());
        PrintWriter out = output.out();
        if (output.json()) {
            ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            out.println(mapper.writeValueAsString(engines));
        } else {
            EngineTable.print(engines, out);
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static List<Engine> engines(List<BackendProvider> providers) {
        String chosen = chosen(providers);
        return providers.stream()
                .sorted(Comparator.comparingInt(BackendProvider::priority)
                        .reversed()
                        .thenComparing(BackendProvider::name))
                .map(provider -> engine(provider, chosen))
                .toList();
    }

    private static Engine engine(BackendProvider provider, String chosen) {
        var availability = provider.availability();
        return new Engine(
                provider.name(),
                availability.available(),
                provider.devices().stream().map(Device::toString).toList(),
                provider.priority(),
                availability.reason(),
                availability.remedy(),
                provider.name().equals(chosen));
    }

    /** Returns the engine taken when none is named; empty if there is no such one. */
    private static String chosen(List<BackendProvider> providers) {
        try {
            return Backends.best(providers).name();
        } catch (BackendException e) {
            return "";
        }
    }
}
