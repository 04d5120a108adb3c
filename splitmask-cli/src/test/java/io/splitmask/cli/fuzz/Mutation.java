package io.splitmask.cli.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Damages files: a few changes of the kind that parsers trip over, or bytes without sense. */
final class Mutation {
    private static final int MOST_CHANGES = 6;
    private static final int LONGEST_PIECE = 32;
    /** One input of so many is nothing but noise. */
    private static final int NOISE_EVERY = 20;

    private static final int[] BYTES = {0, 1, 0x7f, 0x80, 0xff, '"', '{', '}', '[', ']', ',', ':', '-', '0', '9', '/'};
    private static final long[] NUMBERS = {
        0, 1, -1, 255, 65_535, 65_536, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 32, Long.MAX_VALUE
    };
    private static final List<String> TEXTS = List.of(
            "-1",
            "0",
            "1e999",
            "0.5",
            "2147483648",
            "99999999999999999999",
            "null",
            "true",
            "\"\"",
            "[]",
            "{}",
            "../",
            "\\u0000",
            "\n",
            "\u2028",
            "\u00e9",
            "[[[[[[[[[[[[[[[[");

    private final RandomGenerator random;

    Mutation(RandomGenerator random) {
        this.random = random;
    }

    /** Returns a damaged copy of a file. */
    byte[] of(byte[] file) {
        if (random.nextInt(NOISE_EVERY) == 0) {
            return noise(file);
        }
        byte[] bytes = file.clone();
        int changes = 1 + random.nextInt(1 + random.nextInt(MOST_CHANGES)); // few as a rule
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    /** Noise, mostly behind a beginning that makes a parser go on. */
    private byte[] noise(byte[] file) {
        byte[] bytes = new byte[random.nextInt(512)];
        random.nextBytes(bytes);
        int kept = Math.min(random.nextInt(3) * 12, Math.min(file.length, bytes.length));
        System.arraycopy(file, 0, bytes, 0, kept);
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        int length = 1 + random.nextInt(Math.min(LONGEST_PIECE, bytes.length - at));
        switch (random.nextInt(10)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> bytes[at] = (byte) BYTES[random.nextInt(BYTES.length)];
            case 3 -> Arrays.fill(bytes, at, at + length, (byte) BYTES[random.nextInt(BYTES.length)]);
            case 4 -> number(bytes, at);
            case 5 -> {
                return replaced(bytes, at, length, new byte[0]);
            }
            case 6 -> {
                byte[] piece = Arrays.copyOfRange(bytes, at, at + length);
                return replaced(bytes, random.nextInt(bytes.length), 0, piece);
            }
            case 7 -> {
                return replaced(bytes, at, random.nextInt(2) * length, text());
            }
            case 8 -> {
                int start = digits(bytes, at);
                return replaced(bytes, start, digitsEnd(bytes, start) - start, text());
            }
            default -> {
                return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, at) : bytes;
            }
        }
        return bytes;
    }

    private byte[] text() {
        return TEXTS.get(random.nextInt(TEXTS.size())).getBytes(StandardCharsets.UTF_8);
    }

    /** Writes a telling number over 1, 2, 4 or 8 bytes, in either order. */
    private void number(byte[] bytes, int at) {
        int size = Math.min(1 << random.nextInt(4), bytes.length - at);
        ByteBuffer eight = ByteBuffer.allocate(Long.BYTES)
                .order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .putLong(0, NUMBERS[random.nextInt(NUMBERS.length)]);
        int from = eight.order() == ByteOrder.LITTLE_ENDIAN ? 0 : Long.BYTES - size;
        System.arraycopy(eight.array(), from, bytes, at, size);
    }

    /** Returns where the next number in digits begins; the place itself if there is none. */
    private static int digits(byte[] bytes, int at) {
        for (int i = at; i < bytes.length; i++) {
            if (isDigit(bytes[i])) {
                return i;
            }
        }
        return at;
    }

    private static int digitsEnd(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && isDigit(bytes[end])) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
        byte[] result = new byte[bytes.length - length + by.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(by, 0, result, at, by.length);
        System.arraycopy(bytes, at + length, result, at + by.length, bytes.length - at - length);
        return result;
    }
}
