package io.splitmask.datasets.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of several archives, one after the other, in the order in which they are stored. Thread-safe. */
public final class Shards {
    private static final Pattern RANGE = Pattern.compile("\\{(\\d{1,9})\\.\\.(\\d{1,9})}");
    private static final int MAX_SHARDS = 100_000;

    private final List<ArchiveEntry> entries;

    private Shards(List<ArchiveEntry> entries) {
        this.entries = entries;
    }

    /**
     * Finds archives.
     *
     * @param path of a zip or tar, of a folder with some in it or in its folders, or with a range of numbers:
     *     {@code train-{000..146}.tar}
     * @return absolute paths in the order of their names or numbers
     * @throws IOException if there is none, or one of the range is missing, or a folder may not be listed; one line
     */
    public static List<Path> find(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        String pattern = absolute.toString();
        Matcher range = RANGE.matcher(pattern);
        List<Path> found = new ArrayList<>();
        if (range.find()) {
            int first = Integer.parseInt(range.group(1));
            int last = Integer.parseInt(range.group(2));
            if (last < first || last - first >= MAX_SHARDS) {
                throw new IOException("expected a range of 1 to " + MAX_SHARDS + " numbers, got " + range.group());
            }
            for (int number = first; number <= last; number++) {
                String digits = String.format(Locale.ROOT, "%0" + range.group(1).length() + "d", number);
                found.add(Path.of(pattern.substring(0, range.start()) + digits + pattern.substring(range.end())));
            }
        } else if (Files.isDirectory(absolute)) {
            try (Stream<Path> files = Files.walk(absolute, 2)) {
                files.filter(file -> isShard(RelativeName.of(absolute, file)))
                        .sorted()
                        .forEach(found::add);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        } else {
            found.add(absolute);
        }
        for (Path shard : found) {
            if (!Files.isRegularFile(shard)) {
                throw new IOException("no such file: " + shard);
            }
        }
        if (found.isEmpty()) {
            throw new IOException("no .tar or .zip files in " + absolute);
        }
        return found;
    }

    private static boolean isShard(String name) {
        return ArchiveIndex.isArchive(name) && !RelativeName.isHidden(name);
    }

    /**
     * Opens archives. Hidden files in them are left out, as in folders.
     *
     * @throws IOException if one is damaged or unsafe; one line
     */
    public static Shards open(List<Path> archives) throws IOException {
        List<ArchiveEntry> entries = new ArrayList<>();
        for (Path archive : archives) {
            for (ArchiveEntry entry : ArchiveIndex.read(archive)) {
                if (!RelativeName.isHidden(entry.name())) {
                    entries.add(entry);
                }
            }
        }
        return new Shards(entries);
    }

    /** Returns how many files there are. */
    public int size() {
        return entries.size();
    }

    /** Returns a file's name in its archive. */
    public String name(int index) {
        return entries.get(index).name();
    }

    /** Returns the archive of a file. */
    public Path archive(int index) {
        return entries.get(index).archive();
    }

    /** Returns what to call a file in messages. */
    public String describe(int index) {
        return entries.get(index).describe();
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read; one line
     */
    public byte[] read(int index) throws IOException {
        return entries.get(index).read();
    }
}
