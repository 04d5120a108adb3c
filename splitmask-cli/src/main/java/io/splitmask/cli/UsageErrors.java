package io.splitmask.cli;

import io.splitmask.cli.run.ExitCode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns a wrong command line into a line that says what is wrong and what would be right. */
final class UsageErrors implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        CommandSpec spec = command.getCommandSpec();
        String message = wrong instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched, spec)
                : Objects.requireNonNullElse(wrong.getMessage(), wrong.toString());
        command.getErr().println(spec.qualifiedName() + ": " + message.replaceAll("\\s*\\R\\s*", " "));
        command.getErr().println("'" + spec.qualifiedName() + " --help' shows how it is used.");
        return ExitCode.USAGE;
    }

    private static String unmatched(UnmatchedArgumentException wrong, CommandSpec spec) {
        String argument = wrong.getUnmatched().get(0);
        boolean option = argument.startsWith("-");
        List<String> known = option ? options(spec) : visibleCommands(spec);
        String what = option ? "option" : spec.subcommands().isEmpty() ? "argument" : "command";
        String list = known.isEmpty() ? "none expected" : "known: " + String.join(", ", known);
        String closest = wrong.getSuggestions().stream()
                .limit(1)
                .map(name -> "; did you mean " + name + "?")
                .collect(Collectors.joining());
        return "unknown " + what + " '" + argument + "'" + closest + " (" + list + ")";
    }

    private static List<String> options(CommandSpec spec) {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .sorted()
                .toList();
    }

    private static List<String> visibleCommands(CommandSpec spec) {
        return spec.subcommands().values().stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .map(CommandLine::getCommandName)
                .distinct()
                .toList();
    }
}
