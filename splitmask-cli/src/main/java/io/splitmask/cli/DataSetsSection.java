package io.splitmask.cli;

import io.splitmask.datasets.DataSetFacts;
import io.splitmask.datasets.DataSetKind;
import java.util.Collection;
import java.util.List;

/** Explains the data sets in the help of every command that takes one. */
final class DataSetsSection {
    private DataSetsSection() {}

    static HelpEntries of(Collection<DataSetKind> kinds) {
        return new HelpEntries(
                "datasets",
                "--data",
                "Data sets for --data NAME:DIR, and what DIR (or DIR.zip, DIR.tar) holds:",
                kinds.stream()
                        .filter(kind -> kind != DataSetKind.EMBEDDED) // needs no folder
                        .map(DataSetKind::facts)
                        .map(DataSetsSection::entry)
                        .toList());
    }

    private static HelpEntries.Entry entry(DataSetFacts facts) {
        return new HelpEntries.Entry(
                facts.name(), List.of(facts.title() + ": " + facts.layout() + "; " + facts.origin() + "."));
    }
}
