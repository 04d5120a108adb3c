package io.splitmask.cli.report;

import io.splitmask.data.Image;
import java.util.Base64;

/** Puts pictures into the page itself, as {@code data:} addresses. */
final class DataUri {
    private DataUri() {}

    static String png(Image image) {
        return of("image/png", Png.encode(image));
    }

    static String svg(byte[] document) {
        return of("image/svg+xml", document);
    }

    private static String of(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }
}
