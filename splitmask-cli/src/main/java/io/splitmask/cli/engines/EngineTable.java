package io.splitmask.cli.engines;

import java.io.PrintWriter;
import java.util.List;

/** Prints engines as a table for people. */
final class EngineTable {
    private EngineTable() {}

    static void print(List<EnginesCommand.Engine> engines, PrintWriter out) {
        if (engines.isEmpty()) {
            out.println(
                    "No engine is installed. Add io.splitmask:backend-djl or io.splitmask:backend-dl4j to the class path.");
            return;
        }
        int nameWidth = width(engines.stream().map(EnginesCommand.Engine::name).toList(), "ENGINE");
        int deviceWidth = width(engines.stream().map(EngineTable::devices).toList(), "DEVICES");
        String row = "%-" + nameWidth + "s  %-9s  %-" + deviceWidth + "s  %8s  %s%n";
        out.printf(row, "ENGINE", "AVAILABLE", "DEVICES", "PRIORITY", "WHAT WAS FOUND");
        for (EnginesCommand.Engine engine : engines) {
            String available = engine.available() ? "yes" : "no";
            out.printf(row, engine.name(), available, devices(engine), engine.priority(), engine.reason());
            if (!engine.remedy().isEmpty()) {
                out.printf(row, "", "", "", "", "-> " + engine.remedy());
            }
        }
        out.println();
        out.println(engines.stream()
                .filter(EnginesCommand.Engine::chosen)
                .map(engine -> "Without --engine, commands use " + engine.name() + ".")
                .findFirst()
                .orElse("Without --engine, commands cannot choose: " + reasonForNoChoice(engines) + "."));
    }

    private static String reasonForNoChoice(List<EnginesCommand.Engine> engines) {
        boolean any = engines.stream().anyMatch(EnginesCommand.Engine::available);
        return any ? "two available engines share the highest priority" : "no engine can run here";
    }

    private static String devices(EnginesCommand.Engine engine) {
        return engine.devices().isEmpty() ? "-" : String.join(", ", engine.devices());
    }

    private static int width(List<String> texts, String heading) {
        return Math.max(
                heading.length(), texts.stream().mapToInt(String::length).max().orElse(0));
    }
}
