package io.splitmask.train;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
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
    private static final String FIRST_COLUMN = "step";
    /** Of a line; what has more is no such table. */
    private static final int MOST_CHARACTERS = 1 << 16;

    private final Path path;
    private final RandomAccessFile file;
    private String header;

    private MetricsCsv(Path path, RandomAccessFile file, String header) {
        this.path = path;
        this.file = file;
        this.header = header;
    }

    /**
     * Opens the table to append to it and drops the rows past a step, among them a row that was cut off, and all from
     * the first line on that is none of such a table.
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
        long lastStep = 0;
        String header;
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(path))) {
            header = keepSteps > 0 ? wholeLine(bytes) : "";
            long position = header.length() + 1;
            String line = header.startsWith(FIRST_COLUMN + ",") ? wholeLine(bytes) : "";
            for (; !line.isEmpty(); line = wholeLine(bytes)) {
                position += line.length() + 1;
                long step = step(line);
                if (step < 0 || step > keepSteps) {
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

    /**
     * Reads a line up to its end, a character for each byte whatever it is, so that positions are those of the file.
     *
     * @return empty if there is none, if it was cut off, or if it is longer than any line of such a table
     */
    private static String wholeLine(InputStream bytes) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = bytes.read(); next != '\n'; next = bytes.read()) {
            if (next < 0 || line.length() == MOST_CHARACTERS) {
                return "";
            }
            line.append((char) next);
        }
        return line.toString();
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
        List<String> names = new ArrayList<>(List.of(FIRST_COLUMN, "epoch", "loss"));
        names.addAll(report.terms().keySet());
        names.addAll(List.of("learning_rate", "gradient_norm", "images"));
        String columns = String.join(",", names);
        StringBuilder text = new StringBuilder();
        if (header.isEmpty()) {
            header = columns;
            text.append(columns).append('\n');
        } else if (!header.equals(columns)) {
            throw new IOException(path.toAbsolutePath() + ": expected columns " + columns + ", got " + header
                    + "; move the file away to go on without its rows");
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
        try {
            file.write(text.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IOException(path.toAbsolutePath() + ": cannot be written: " + e.getMessage(), e);
        }
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
