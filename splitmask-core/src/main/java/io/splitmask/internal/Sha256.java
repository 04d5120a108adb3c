package io.splitmask.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 hash of texts and numbers. Each goes in with its length, so that two in a row cannot be taken for others. */
public final class Sha256 {
    private final MessageDigest digest;

    /** Starts with nothing. */
    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Adds a text. */
    public Sha256 add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        addLength(bytes.length);
        digest.update(bytes);
        return this;
    }

    /** Adds numbers by their bits. */
    public Sha256 add(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
        bytes.asFloatBuffer().put(values);
        addLength(values.length);
        digest.update(bytes);
        return this;
    }

    private void addLength(int length) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    }

    /** Returns the hash of all that was added, 64 hexadecimal digits, and starts again. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
