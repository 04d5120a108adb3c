package io.splitmask.io.pytorch;

import io.splitmask.io.internal.OneLine;
import io.splitmask.io.internal.PositionedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads where the records of a zip archive lie in the file. Nothing is extracted, so that names may be any text. Lengths
 * come from the directory at the end, which is complete also where a local header leaves them to a descriptor after the
 * data. Records must lie in the file one after the other: an archive whose records share bytes is refused.
 *
 * <p>The JDK's reader does not tell positions, which reading parts of a record needs.
 *
 * @see "PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16, 4.5.3"
 */
final class ZipDirectory {
    private static final int MOST_RECORDS = 100_000;
    private static final int LARGEST_DIRECTORY = 1 << 25;
    private static final int LONGEST_NAME = 1000;

    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int LOCAL_LENGTHS = 26;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    private static final int ENCRYPTED = 1;

    private final PositionedFile file;
    private final Path path;
    private final ZipEnd end;

    private ZipDirectory(PositionedFile file, ZipEnd end) {
        this.file = file;
        this.path = file.path();
        this.end = end;
    }

    /** A record as the directory describes it. */
    private record Entry(String name, boolean readable, long header, long size) {}

    /** Returns the records by name, in the order of the file. */
    static Map<String, ZipRecord> read(PositionedFile file) throws IOException {
        ZipDirectory directory = new ZipDirectory(file, ZipEnd.read(file));
        return directory.locate(directory.entries());
    }

    private List<Entry> entries() throws IOException {
        if (end.count() < 0 || end.count() > MOST_RECORDS || end.directorySize() > LARGEST_DIRECTORY) {
            throw new PytorchException(
                    path,
                    "expected an archive of at most " + MOST_RECORDS + " records and a directory of at most "
                            + LARGEST_DIRECTORY + " bytes, got " + Long.toUnsignedString(end.count()) + " and "
                            + end.directorySize());
        }
        ByteBuffer directory = file.read(end.directory(), (int) end.directorySize());
        List<Entry> entries = new ArrayList<>();
        while (directory.hasRemaining()) {
            entries.add(entry(directory));
        }
        if (entries.size() != end.count()) {
            throw new PytorchException(
                    path,
                    "expected " + end.count() + " records in the directory of the archive, got " + entries.size());
        }
        return entries;
    }

    private Entry entry(ByteBuffer directory) throws PytorchException {
        int start = directory.position();
        if (directory.remaining() < CENTRAL_BYTES || directory.getInt() != CENTRAL) {
            throw damaged("no entry", start);
        }
        int flags = directory.getShort(start + 8);
        int method = directory.getShort(start + 10);
        ZipSizes sizes = new ZipSizes(
                unsigned(directory.getInt(start + 20)),
                unsigned(directory.getInt(start + 24)),
                unsigned(directory.getInt(start + 42)));
        int nameLength = Short.toUnsignedInt(directory.getShort(start + 28));
        int extraLength = Short.toUnsignedInt(directory.getShort(start + 30));
        int commentLength = Short.toUnsignedInt(directory.getShort(start + 32));
        directory.position(start + CENTRAL_BYTES);
        if (directory.remaining() < nameLength + extraLength + commentLength) {
            throw damaged("a cut entry", start);
        }
        if (nameLength > LONGEST_NAME) {
            throw damaged("a name of more than " + LONGEST_NAME + " bytes", start);
        }
        String name = name(directory.slice(directory.position(), nameLength), start);
        ByteBuffer extra = directory.slice(directory.position() + nameLength, extraLength);
        sizes = sizes.withExtra(extra.order(directory.order()));
        directory.position(directory.position() + nameLength + extraLength + commentLength);
        boolean readable = method == 0 && (flags & ENCRYPTED) == 0 && sizes.stored() == sizes.original();
        return new Entry(name, readable, sizes.header(), sizes.stored());
    }

    private String name(ByteBuffer bytes, int entry) throws PytorchException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw damaged("a name that is not UTF-8", entry);
        }
    }

    private Map<String, ZipRecord> locate(List<Entry> entries) throws IOException {
        Map<String, ZipRecord> records = new LinkedHashMap<>();
        List<Entry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingLong(Entry::header));
        long free = 0;
        for (Entry entry : ordered) {
            ZipRecord record = locate(entry, free);
            if (records.put(entry.name(), record) != null) {
                throw new PytorchException(
                        path, "expected one record '" + OneLine.of(entry.name()) + "' in the archive, got two");
            }
            free = record.begin() + record.size();
        }
        return records;
    }

    /** Finds the data of a record that may use the file from the byte {@code free} on to the directory. */
    private ZipRecord locate(Entry entry, long free) throws IOException {
        String name = "record '" + OneLine.of(entry.name()) + "': ";
        if (entry.header() < free || entry.header() > end.directory() - LOCAL_BYTES) {
            throw new PytorchException(
                    path,
                    name + "expected its header between byte " + free + " and the directory at byte " + end.directory()
                            + ", got byte " + Long.toUnsignedString(entry.header()));
        }
        ByteBuffer header = file.read(entry.header(), LOCAL_BYTES);
        if (header.getInt() != LOCAL) {
            throw new PytorchException(
                    path, name + "expected its header at byte " + entry.header() + ", got other bytes");
        }
        long begin = entry.header()
                + LOCAL_BYTES
                + Short.toUnsignedInt(header.getShort(LOCAL_LENGTHS))
                + Short.toUnsignedInt(header.getShort(LOCAL_LENGTHS + Short.BYTES));
        long most = Math.max(0, end.directory() - begin);
        if (entry.size() < 0 || entry.size() > most) {
            throw new PytorchException(
                    path,
                    name + "expected " + Long.toUnsignedString(entry.size())
                            + " bytes before the directory of the archive, got " + most);
        }
        return new ZipRecord(entry.name(), entry.readable(), begin, entry.size());
    }

    private PytorchException damaged(String what, int position) {
        return new PytorchException(
                path, "the directory of the archive is damaged: " + what + " at byte " + (end.directory() + position));
    }

    private static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }
}
