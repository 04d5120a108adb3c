package io.splitmask.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Provides;
import com.google.inject.TypeLiteral;
import io.splitmask.datasets.DatasetsModule;
import io.splitmask.method.CoreModule;
import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.MethodEntry;
import io.splitmask.spi.BackendProvider;
import io.splitmask.tokenizers.TokenizerFiles;
import io.splitmask.tokenizers.TokenizerFormat;
import io.splitmask.tokenizers.TokenizersModule;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** One run of the command line in this JVM: exit code, standard output, standard error. */
public record CommandRun(int code, String out, String err) {
    public static CommandRun of(List<BackendProvider> installed, String... args) {
        return execute(commandLine(installed), args);
    }

    /** Runs the command {@code act}, which does what is given. */
    public static CommandRun acting(Callable<Integer> action, String... args) {
        CommandLine commands = commandLine(List.of());
        commands.addSubcommand("act", new Acting(action));
        return execute(commands, args);
    }

    /** All commands, ready to read a command line. */
    static CommandLine commandLine(List<BackendProvider> installed) {
        return CommandLines.create(Guice.createInjector(new AbstractModule() {
            @Override
            protected void configure() {
                install(new CoreModule());
                install(new TokenizersModule());
                install(new DatasetsModule());
                bind(new TypeLiteral<List<BackendProvider>>() {}).toInstance(installed);
            }

            @Provides
            MethodCatalogue methods(Set<MethodEntry> methods) {
                return new MethodCatalogue(methods);
            }

            @Provides
            TokenizerFiles tokenizers(Set<TokenizerFormat> formats) {
                return new TokenizerFiles(formats);
            }
        }));
    }

    private static CommandRun execute(CommandLine commands, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new CommandRun(commands.execute(args), out.toString(), err.toString());
    }

    @Command(name = "act")
    private record Acting(Callable<Integer> action) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            return action.call();
        }
    }
}
