package io.splitmask.cli;

import com.google.inject.ConfigurationException;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.splitmask.datasets.DataSetKind;
import io.splitmask.method.MethodCatalogue;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.RunLast;

/** Puts the command line together: commands from the injector, errors as one line, exit codes. */
final class CommandLines {
    private CommandLines() {}

    static CommandLine create(Injector injector) {
        CommandLine commands = new CommandLine(SplitmaskCommand.class, factory(injector));
        commands.setUsageHelpAutoWidth(true);
        commands.setUsageHelpLongOptionsMaxWidth(24);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setExecutionStrategy(errorsAsExceptions());
        commands.setParameterExceptionHandler(new UsageErrors());
        commands.setExecutionExceptionHandler(new Failures());
        MethodsSection.of(injector.getInstance(MethodCatalogue.class)).addTo(commands);
        DataSetsSection.of(injector.getInstance(Key.get(new TypeLiteral<Set<DataSetKind>>() {})))
                .addTo(commands);
        return commands;
    }

    /** Commands come from the injector; picocli's own classes, such as lists for options, from picocli. */
    private static IFactory factory(Injector injector) {
        IFactory picocli = CommandLine.defaultFactory();
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                try {
                    return injector.getInstance(type);
                } catch (ConfigurationException e) {
                    return picocli.create(type);
                }
            }
        };
    }

    /** Picocli lets errors pass, but a full memory or a missing native library also deserves its one line. */
    private static IExecutionStrategy errorsAsExceptions() {
        IExecutionStrategy runLast = new RunLast();
        return parsed -> {
            try {
                return runLast.execute(parsed);
            } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
                CommandLine running = parsed.asCommandLineList()
                        .get(parsed.asCommandLineList().size() - 1);
                throw new ExecutionException(running, e.toString(), e);
            }
        };
    }
}
