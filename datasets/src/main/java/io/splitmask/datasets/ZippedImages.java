package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.RelativeName;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Image files of zip archives held in memory as they are stored, in the order of the archives.
 *
 * @param entries the files
 */
record ZippedImages(List<Entry> entries) implements ImageFiles.Files {
    /**
     * A file of an archive.
     *
     * @param name path in messages
     * @param folder first folder of the path in the archive, empty if none
     * @param bytes the file
     */
    record Entry(String name, String folder, byte[] bytes) {}

    /** Copies the list. */
    ZippedImages {
        entries = List.copyOf(entries);
    }

    /** The folders, sorted, are the classes. */
    static ImageDataset labelled(List<Entry> entries) {
        List<String> classes =
                entries.stream().map(Entry::folder).distinct().sorted().toList();
        int[] labels = entries.stream()
                .mapToInt(entry -> classes.indexOf(entry.folder()))
                .toArray();
        return new LabelledImages(new ImageFiles(new ZippedImages(entries)), labels, classes);
    }

    static ImageDataset unlabelled(List<Entry> entries) {
        return LabelledImages.unlabelled(new ImageFiles(new ZippedImages(entries)));
    }

    /** Reads all files of a zip. */
    static List<Entry> entries(InputStream zip, String namePrefix) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (ZipInputStream input = new ZipInputStream(zip)) {
            for (ZipEntry entry = input.getNextEntry(); entry != null; entry = input.getNextEntry()) {
                String path = entry.getName();
                entries.add(new Entry(namePrefix + path, RelativeName.firstFolder(path), input.readAllBytes()));
            }
        }
        return entries;
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public String name(int index) {
        return entries.get(index).name();
    }

    @Override
    public byte[] read(int index) {
        return entries.get(index).bytes();
    }
}
