package io.splitmask.datasets.format;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The file formats that can be read. */
public enum ImageFormat {
    /** Joint Photographic Experts Group. */
    JPEG("jpg jpeg"),
    /** Portable Network Graphics. */
    PNG("png"),
    /** Windows bitmap. */
    BMP("bmp"),
    /** WebP, lossy and lossless. */
    WEBP("webp");

    /** Separated by spaces. */
    private final String extensions;

    ImageFormat(String extensions) {
        this.extensions = extensions;
    }

    /** Returns true if the file name ends, in any case, in an extension of one of the formats. */
    public static boolean hasKnownExtension(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        for (ImageFormat format : values()) {
            if (format.extensionList().contains(extension)) {
                return true;
            }
        }
        return false;
    }

    /** Returns all extensions for messages: ".jpg, .jpeg, .png, .bmp, .webp". */
    public static String extensions() {
        StringBuilder text = new StringBuilder();
        for (ImageFormat format : values()) {
            for (String extension : format.extensionList()) {
                text.append(text.length() == 0 ? "." : ", .").append(extension);
            }
        }
        return text.toString();
    }

    private List<String> extensionList() {
        return List.of(extensions.split(" "));
    }

    /** Recognises the format by the first bytes: files with a wrong extension are common. */
    static Optional<ImageFormat> sniff(ByteReader bytes) {
        if (bytes.startsWith(0, 0xFF, 0xD8, 0xFF)) {
            return Optional.of(JPEG);
        }
        if (bytes.startsWith(0, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
            return Optional.of(PNG);
        }
        if (bytes.startsWith(0, 'B', 'M')) {
            return Optional.of(BMP);
        }
        if (bytes.startsWith(0, 'R', 'I', 'F', 'F') && bytes.startsWith(8, 'W', 'E', 'B', 'P')) {
            return Optional.of(WEBP);
        }
        return Optional.empty();
    }
}
