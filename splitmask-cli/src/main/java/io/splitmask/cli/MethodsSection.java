package io.splitmask.cli;

import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.MethodEntry;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Explains the methods and their settings in the help of every command that takes one. */
final class MethodsSection {
    private static final String KEY = "methods";
    private static final int NAME_INDENT = 2;
    private static final int TEXT_INDENT = 4;

    private final MethodCatalogue methods;

    MethodsSection(MethodCatalogue methods) {
        this.methods = methods;
    }

    /** Adds the section to a command and those below it. */
    void addTo(CommandLine command) {
        if (command.getCommandSpec().findOption("--method") != null) {
            List<String> keys = new ArrayList<>(command.getHelpSectionKeys());
            keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), KEY);
            command.setHelpSectionKeys(keys);
            command.getHelpSectionMap().put(KEY, this::render);
        }
        command.getSubcommands().values().forEach(this::addTo);
    }

    private String render(Help help) {
        int width = help.commandSpec().usageMessage().width();
        StringBuilder section = new StringBuilder(String.format("%nMethods, and what --set changes:%n"));
        for (MethodEntry method : methods.all()) {
            List<String> settings = new ArrayList<>();
            method.settings().forEach((name, value) -> settings.add(name + "=" + value));
            TextTable name = table(help, width, NAME_INDENT);
            name.addRowValues(method.name());
            TextTable text = table(help, width, TEXT_INDENT);
            text.addRowValues(method.description() + ".");
            text.addRowValues(String.join(" ", settings));
            section.append(name).append(text);
        }
        return section.toString();
    }

    private static TextTable table(Help help, int width, int indent) {
        TextTable table = TextTable.forColumns(help.colorScheme(), new Column(width, indent, Column.Overflow.WRAP));
        table.indentWrappedLines = 0;
        return table;
    }
}
