package io.splitmask.datasets;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Archives for tests. */
public final class TestArchives {
    private TestArchives() {}

    /**
     * Writes a zip whose files alternate between stored and compressed.
     *
     * @return the file
     */
    public static Path zip(Path file, Map<String, byte[]> contents) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            boolean stored = true;
            for (Map.Entry<String, byte[]> content : contents.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                if (stored) {
                    CRC32 crc = new CRC32();
                    crc.update(content.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(content.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                stored = !stored;
                zip.putNextEntry(entry);
                zip.write(content.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    /**
     * Writes a tar.
     *
     * @return the file
     */
    public static Path tar(Path file, Map<String, byte[]> contents) throws IOException {
        try (TarArchiveOutputStream tar = tarStream(file)) {
            for (Map.Entry<String, byte[]> content : contents.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(content.getKey(), true);
                entry.setSize(content.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(content.getValue());
                tar.closeArchiveEntry();
            }
        }
        return file;
    }

    /**
     * Writes a tar with a link.
     *
     * @return the file
     */
    public static Path tarWithLink(Path file, String name, String target, byte kind) throws IOException {
        try (TarArchiveOutputStream tar = tarStream(file)) {
            TarArchiveEntry entry = new TarArchiveEntry(name, kind);
            entry.setLinkName(target);
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        return file;
    }

    private static TarArchiveOutputStream tarStream(Path file) throws IOException {
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out);
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        return tar;
    }
}
