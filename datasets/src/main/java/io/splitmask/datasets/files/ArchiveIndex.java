package io.splitmask.datasets.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Finds the files of an archive without reading their contents. The archive is opened here, since the library would leave
 * one open that it refuses.
 */
final class ArchiveIndex {
    private static final List<String> COMPRESSED = List.of(".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst");

    private static final String NOT_A_ZIP = "Archive is not a ZIP archive"; // the library's words
    private static final List<Byte> PLAIN =
            List.of(TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG);
    private static final int TAR_BLOCK = 512;

    private ArchiveIndex() {}

    static boolean isArchive(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return name.endsWith(".zip") || name.endsWith(".tar");
    }

    /**
     * Lists the files in the order of the archive.
     *
     * @throws IOException if it is damaged, or holds links, names that leave it or bombs; one line
     */
    static List<ArchiveEntry> read(Path archive) throws IOException {
        String name = archive.getFileName().toString().toLowerCase(Locale.ROOT);
        if (COMPRESSED.stream().anyMatch(name::endsWith)) {
            throw new IOException(archive + ": the files of a compressed tar cannot be read one by one;"
                    + " expected a .tar (decompress it first) or a .zip");
        }
        if (!isArchive(name)) {
            throw new IOException("expected a folder, a .zip or a .tar, got the file " + archive);
        }
        try {
            if (Files.size(archive) == 0) {
                throw new IOException("the file is empty");
            }
            return name.endsWith(".zip") ? zip(archive) : tar(archive);
        } catch (IOException | RuntimeException e) {
            throw new IOException(archive + ": " + reason(e), e);
        }
    }

    /** The archive library's own failures are vague; their causes are better, but may have several lines. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return NOT_A_ZIP.equals(reason)
                ? "cut short, or not a zip: there is no central directory at its end"
                : reason.lines().findFirst().orElse(reason);
    }

    private static List<ArchiveEntry> zip(Path archive) throws IOException {
        List<ArchiveEntry> entries = new ArrayList<>();
        try (SeekableByteChannel file = Files.newByteChannel(archive);
                ZipFile zip = ZipFile.builder().setSeekableByteChannel(file).get()) {
            for (Enumeration<ZipArchiveEntry> all = zip.getEntries(); all.hasMoreElements(); ) {
                ZipArchiveEntry entry = all.nextElement();
                String name = RelativeName.checked(entry.getName());
                if (entry.isDirectory()) {
                    continue;
                }
                requirePlain(name, entry.isUnixSymlink());
                if (entry.getGeneralPurposeBit().usesEncryption()) {
                    throw new IOException("'" + name + "' is encrypted; expected plain files");
                }
                int method = entry.getMethod();
                if (method != ZipEntry.STORED && method != ZipEntry.DEFLATED) {
                    throw new IOException("'" + name + "' has compression method " + method
                            + "; expected 0 (stored) or 8 (deflated)");
                }
                entries.add(within(
                        archive,
                        new ArchiveEntry(
                                archive,
                                name,
                                entry.getDataOffset(),
                                entry.getCompressedSize(),
                                entry.getSize(),
                                method == ZipEntry.DEFLATED)));
            }
        }
        return entries;
    }

    private static List<ArchiveEntry> tar(Path archive) throws IOException {
        if (Files.size(archive) % TAR_BLOCK != 0) {
            throw new IOException("cut short, or not a tar: expected a multiple of " + TAR_BLOCK + " bytes, got "
                    + Files.size(archive));
        }
        List<ArchiveEntry> entries = new ArrayList<>();
        try (SeekableByteChannel file = Files.newByteChannel(archive);
                TarFile tar = new TarFile(file)) {
            for (TarArchiveEntry entry : tar.getEntries()) {
                if (entry.isGlobalPaxHeader()
                        || (entry.isDirectory() && entry.getName().matches("[./]*"))) {
                    continue;
                }
                String name = RelativeName.checked(entry.getName());
                if (entry.isDirectory()) {
                    continue;
                }
                requirePlain(name, !PLAIN.contains(entry.getLinkFlag()) || entry.isSparse());
                long size = entry.getSize();
                entries.add(within(archive, new ArchiveEntry(archive, name, entry.getDataOffset(), size, size, false)));
            }
        }
        return entries;
    }

    private static void requirePlain(String name, boolean isOther) throws IOException {
        if (isOther) {
            throw new IOException("'" + name + "' is a link or a special file; expected plain files");
        }
    }

    private static ArchiveEntry within(Path archive, ArchiveEntry entry) throws IOException {
        long size = Files.size(archive);
        boolean isInside = entry.offset() >= 0
                && entry.storedSize() >= 0
                && entry.size() >= 0
                && entry.storedSize() <= size - entry.offset();
        if (!isInside) {
            throw new IOException("cut short: '" + entry.name() + "' needs bytes " + entry.offset() + " to "
                    + (entry.offset() + entry.storedSize()) + ", the file has " + size);
        }
        return entry;
    }
}
