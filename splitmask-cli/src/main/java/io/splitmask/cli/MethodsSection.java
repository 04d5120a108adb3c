package io.splitmask.cli;

import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.MethodEntry;
import java.util.ArrayList;
import java.util.List;

/** Explains the methods and their settings in the help of every command that takes one. */
final class MethodsSection {
    private MethodsSection() {}

    static HelpEntries of(MethodCatalogue methods) {
        return new HelpEntries(
                "methods",
                "--method",
                "Methods, and what --set changes:",
                methods.all().stream().map(MethodsSection::entry).toList());
    }

    private static HelpEntries.Entry entry(MethodEntry method) {
        List<String> settings = new ArrayList<>();
        method.settings().forEach((name, value) -> settings.add(name + "=" + value));
        return new HelpEntries.Entry(method.name(), List.of(method.description() + ".", String.join(" ", settings)));
    }
}
