package io.splitmask.datasets.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Files inside an archive, found once when it is opened. */
final class ArchiveTree implements FileTree {
    private final Path archive;
    private final NavigableMap<String, ArchiveEntry> entries = new TreeMap<>();
    private final NavigableSet<String> folders = new TreeSet<>();

    private ArchiveTree(Path archive) {
        this.archive = archive;
    }

    static ArchiveTree of(Path archive) throws IOException {
        ArchiveTree tree = new ArchiveTree(archive);
        for (ArchiveEntry entry : ArchiveIndex.read(archive)) {
            if (RelativeName.isHidden(entry.name())) {
                continue;
            }
            if (tree.entries.put(entry.name(), entry) != null) {
                throw new IOException(
                        archive + ": expected names to differ, got '" + OneLine.of(entry.name()) + "' twice");
            }
            for (int slash = entry.name().indexOf('/');
                    slash >= 0;
                    slash = entry.name().indexOf('/', slash + 1)) {
                tree.folders.add(entry.name().substring(0, slash));
            }
        }
        return tree;
    }

    @Override
    public String describe(String name) {
        return name.isEmpty() ? archive.toString() : archive + "!" + OneLine.of(name);
    }

    @Override
    public List<String> files(String folder) throws IOException {
        return List.copyOf(inFolder(entries.navigableKeySet(), folder));
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        int prefix = folder.isEmpty() ? 0 : folder.length() + 1;
        return inFolder(folders, folder).stream()
                .map(name -> name.substring(prefix))
                .filter(name -> name.indexOf('/') < 0)
                .toList();
    }

    private NavigableSet<String> inFolder(NavigableSet<String> names, String folder) throws IOException {
        if (folder.isEmpty()) {
            return names;
        }
        if (!hasFolder(folder)) {
            throw new IOException("no such folder: " + describe(folder));
        }
        return names.subSet(folder + "/", false, folder + "0", false); // '0' follows '/'
    }

    @Override
    public boolean hasFile(String name) {
        return entries.containsKey(name);
    }

    @Override
    public boolean hasFolder(String name) {
        return name.isEmpty() || folders.contains(name);
    }

    @Override
    public InputStream stream(String name) throws IOException {
        return entry(name).stream();
    }

    @Override
    public byte[] read(String name) throws IOException {
        return entry(name).read();
    }

    private ArchiveEntry entry(String name) throws IOException {
        ArchiveEntry entry = entries.get(name);
        if (entry == null) {
            throw new IOException(describe(name) + ": no such file");
        }
        return entry;
    }
}
