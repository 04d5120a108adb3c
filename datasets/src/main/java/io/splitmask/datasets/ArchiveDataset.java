package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.format.ImageDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Image files held in memory as they are stored, in the order of their archive. */
final class ArchiveDataset implements ImageDataset {
    /** A file of an archive. */
    static final class Entry {
        private final String name;
        private final String folder;
        private final byte[] bytes;

        /**
         * Keeps a file.
         *
         * @param name path in messages
         * @param folder first folder of the path in the archive, empty if none
         * @param bytes the file
         */
        Entry(String name, String folder, byte[] bytes) {
            this.name = name;
            this.folder = folder;
            this.bytes = bytes;
        }
    }

    private final List<Entry> entries;
    private final List<String> classes;
    private final ImageDecoder decoder = new ImageDecoder();

    private ArchiveDataset(List<Entry> entries, List<String> classes) {
        this.entries = List.copyOf(entries);
        this.classes = classes;
    }

    /** The folders, sorted, are the classes. */
    static ArchiveDataset labelled(List<Entry> entries) {
        return new ArchiveDataset(
                entries,
                entries.stream().map(entry -> entry.folder).distinct().sorted().toList());
    }

    static ArchiveDataset unlabelled(List<Entry> entries) {
        return new ArchiveDataset(entries, List.of());
    }

    /** Reads all files of a zip. */
    static List<Entry> entries(InputStream zip, String namePrefix) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (ZipInputStream input = new ZipInputStream(zip)) {
            for (ZipEntry entry = input.getNextEntry(); entry != null; entry = input.getNextEntry()) {
                String path = entry.getName();
                String folder = path.substring(0, Math.max(0, path.indexOf('/')));
                entries.add(new Entry(namePrefix + path, folder, input.readAllBytes()));
            }
        }
        return entries;
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return classes.indexOf(entries.get(index).folder); // -1, that is UNLABELLED, if there are no classes
    }

    @Override
    public String name(int index) {
        return entries.get(index).name;
    }

    @Override
    public Image read(int index) throws IOException {
        Entry entry = entries.get(index);
        return decoder.decode(entry.bytes, entry.name);
    }
}
