package io.splitmask.cli.bench.step;

import io.splitmask.profile.Profile;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the time of a step went, for readers and for scripts. */
final class ProfileTables {
    private static final double NANOS_PER_MS = 1e6;
    private static final double BYTES_PER_MIB = 1 << 20;

    private final Profile profile;
    private final int steps;

    /**
     * Shows a profile.
     *
     * @param steps by which all figures are divided
     */
    ProfileTables(Profile profile, int steps) {
        this.profile = profile;
        this.steps = steps;
    }

    void print(PrintWriter out) {
        print(out, "KERNEL", profile.byKernel());
        print(out, "MODULE", profile.byModule());
    }

    private void print(PrintWriter out, String title, List<Profile.Row> rows) {
        double total = rows.stream().mapToLong(Profile.Row::nanos).sum();
        out.printf("%n%-40s %8s %10s %8s %10s%n", title, "CALLS", "MS/STEP", "SHARE", "MIB/STEP");
        for (Profile.Row row : rows) {
            out.printf(
                    "%-40s %8.1f %10.2f %7.1f%% %10.1f%n",
                    row.name(), calls(row), milliseconds(row), 100 * row.nanos() / total, mebibytes(row));
        }
        out.printf("%-40s %8s %10.2f%n", "all", "", total / NANOS_PER_MS / steps);
    }

    Map<String, Object> figures() {
        Map<String, Object> tables = new LinkedHashMap<>();
        tables.put("kernels", figures(profile.byKernel()));
        tables.put("modules", figures(profile.byModule()));
        return tables;
    }

    private List<Map<String, Object>> figures(List<Profile.Row> rows) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Profile.Row row : rows) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("name", row.name());
            figures.put("calls", calls(row));
            figures.put("ms", milliseconds(row));
            figures.put("mib", mebibytes(row));
            all.add(figures);
        }
        return all;
    }

    private double calls(Profile.Row row) {
        return (double) row.calls() / steps;
    }

    private double milliseconds(Profile.Row row) {
        return row.nanos() / NANOS_PER_MS / steps;
    }

    private double mebibytes(Profile.Row row) {
        return row.bytes() / BYTES_PER_MIB / steps;
    }
}
