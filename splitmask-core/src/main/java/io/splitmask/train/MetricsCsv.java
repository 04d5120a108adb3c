package io.splitmask.train;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table {@code metrics.csv} of a run, one row per step. It holds no times, so that a resumed run ends with the same
 * bytes as an unbroken one.
 */
public final class MetricsCsv implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsCsv.class);

    private final Path path;
    private final RandomAccessFile file;
    private String header;

    private MetricsCsv(Path path, RandomAccessFile file, String header) {
        this.path = path;
        this.file = file;
        this.header = header;
    }

    /**
     * Opens the table to append to it and drops the rows past a step, among them a row that was cut off.
     *
     * @param path the file; its folder is made if needed
     * @param keepSteps the last step whose row stays; 0 for a new table
     */
    public static MetricsCsv open(Path path, long keepSteps) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        // Not a FileChannel: an interrupt of the training thread would close it.
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            return new MetricsCsv(path, file, keepRows(path, file, keepSteps));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Cuts the file and returns its header, or nothing if no row stays. */
    private static String keepRows(Path path, RandomAccessFile file, long keepSteps) throws IOException {
        long length = 0;
        long position = 0;
        long lastStep = 0;
        String header = "";
        try (var reader = Files.newBufferedReader(path, StandardCharsets.US_ASCII)) {
            for (String line = reader.readLine(); line != null && keepSteps > 0; line = reader.readLine()) {
                position += line.length() + 1;
                if (header.isEmpty()) {
                    header = line;
                    continue;
                }
                long step = step(line);
                if (step < 0 || step > keepSteps || position > file.length()) {
                    break;
                }
                lastStep = step;
                length = position;
            }
        }
        if (lastStep != keepSteps) {
            LOG.warn(
                    "{}: expected rows up to step {}, found rows up to step {}",
                    path.toAbsolutePath(),
                    keepSteps,
                    lastStep);
        }
        file.setLength(length);
        file.seek(length);
        return length == 0 ? "" : header;
    }

    private static long step(String line) {
        int comma = line.indexOf(',');
        try {
            return Long.parseLong(line.substring(0, Math.max(0, comma)));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Appends the row of a step. The columns are those of the first. */
    public void append(StepReport report) throws IOException {
        List<String> names = new ArrayList<>(List.of("step", "epoch", "loss"));
        names.addAll(report.terms().keySet());
        names.addAll(List.of("learning_rate", "gradient_norm", "images"));
        String columns = String.join(",", names);
        StringBuilder text = new StringBuilder();
        if (header.isEmpty()) {
            header = columns;
            text.append(columns).append('\n');
        } else if (!header.equals(columns)) {
            throw new IOException(path.toAbsolutePath() + ": expected columns " + columns + ", got " + header);
        }
        text.append(report.step())
                .append(',')
                .append(report.epoch())
                .append(',')
                .append(report.loss());
        report.terms().values().forEach(value -> text.append(',').append(value.floatValue()));
        text.append(',').append(report.learningRate());
        text.append(',').append(report.gradientNorm());
        text.append(',').append(report.images()).append('\n');
        file.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Brings all rows to disk. */
    public void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
