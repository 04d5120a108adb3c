package io.splitmask.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * A section at the end of the help of every command that has an option: names, and under each what there is to say.
 *
 * @param key unique among the sections
 * @param option such as {@code --method}
 * @param heading what the names are
 * @param entries the names
 */
record HelpEntries(String key, String option, String heading, List<Entry> entries) {
    private static final int NAME_INDENT = 2;
    private static final int TEXT_INDENT = 4;

    /**
     * A name.
     *
     * @param name what users type
     * @param lines one or more, each broken to the width of the terminal
     */
    record Entry(String name, List<String> lines) {}

    /** Adds the section to a command and those below it. */
    void addTo(CommandLine command) {
        if (command.getCommandSpec().findOption(option) != null) {
            List<String> keys = new ArrayList<>(command.getHelpSectionKeys());
            keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), key);
            command.setHelpSectionKeys(keys);
            command.getHelpSectionMap().put(key, this::render);
        }
        command.getSubcommands().values().forEach(this::addTo);
    }

    private String render(Help help) {
        int width = help.commandSpec().usageMessage().width();
        StringBuilder section = new StringBuilder(String.format("%n%s%n", heading));
        for (Entry entry : entries) {
            TextTable name = table(help, width, NAME_INDENT);
            name.addRowValues(entry.name());
            TextTable text = table(help, width, TEXT_INDENT);
            entry.lines().forEach(text::addRowValues);
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
