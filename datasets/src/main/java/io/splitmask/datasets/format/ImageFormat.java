package io.splitmask.datasets.format;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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

    /** Extensions of images that cannot be read, or, as jfif, whose files need another name. */
    private static final Set<String> OTHER_EXTENSIONS =
            Set.of(("avif heic heif jxl tif tiff gif jp2 j2k jpe jfif svg ico tga ppm pgm pbm"
                            + " dng cr2 cr3 nef arw raf orf rw2")
                    .split(" "));

    /** Separated by spaces. */
    private final String extensions;

    ImageFormat(String extensions) {
        this.extensions = extensions;
    }

    /** Returns true if the file name ends, in any case, in an extension of one of the formats. */
    public static boolean hasKnownExtension(String fileName) {
        String extension = extension(fileName);
        for (ImageFormat format : values()) {
            if (format.extensionList().contains(extension)) {
                return true;
            }
        }
        return false;
    }

    /** Returns true if the file name ends, in any case, as images do that cannot be read. */
    public static boolean hasOtherExtension(String fileName) {
        return OTHER_EXTENSIONS.contains(extension(fileName));
    }

    private static String extension(String fileName) {
        return fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
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
