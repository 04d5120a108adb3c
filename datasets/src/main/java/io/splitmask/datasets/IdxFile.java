package io.splitmask.datasets;

import io.splitmask.datasets.files.FileBytes;
import io.splitmask.datasets.files.FileTree;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * A file of unsigned bytes in the IDX form of MNIST: a magic number, the sizes of the axes, the values. Plain or
 * compressed by gzip.
 *
 * @param sizes of the axes
 * @param values row-major
 */
record IdxFile(int[] sizes, byte[] values) {
    /** 0, 0, the code of unsigned bytes, and the number of axes. */
    private static final int MAGIC = 0x00000800;

    private static final int MAX_VALUES = 1 << 30;

    /**
     * Reads a file, or the same with ".gz" at its end.
     *
     * @throws IOException if neither is there, or it is cut short, too long or of another form; one line
     */
    static IdxFile read(FileTree tree, String name, int numAxes) throws IOException {
        boolean isPlain = tree.hasFile(name);
        String found = isPlain ? name : name + ".gz";
        try (InputStream file = new BufferedInputStream(tree.stream(found), 1 << 16);
                InputStream content = isPlain ? file : new GZIPInputStream(file, 1 << 16)) {
            return read(content, numAxes);
        } catch (EOFException e) {
            throw new IOException(tree.describe(found) + ": cut short", e);
        } catch (IOException e) {
            throw FileBytes.named(tree.describe(found), e);
        }
    }

    private static IdxFile read(InputStream content, int numAxes) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(content.readNBytes(4 * (numAxes + 1)));
        if (header.capacity() < 4 * (numAxes + 1)) {
            throw new IOException(
                    "cut short: expected a header of " + 4 * (numAxes + 1) + " bytes, got " + header.capacity());
        }
        int magic = header.getInt();
        if (magic != MAGIC + numAxes) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "expected the magic number %08x of IDX bytes with %d axes, got %08x",
                    MAGIC + numAxes,
                    numAxes,
                    magic));
        }
        int[] sizes = new int[numAxes];
        long count = 1;
        for (int axis = 0; axis < numAxes; axis++) {
            sizes[axis] = header.getInt();
            if (sizes[axis] < 1 || (count *= sizes[axis]) > MAX_VALUES) {
                throw new IOException("expected sizes that make 1 to " + MAX_VALUES + " values, got "
                        + Arrays.toString(Arrays.copyOf(sizes, axis + 1)));
            }
        }
        byte[] values = content.readNBytes((int) count);
        if (values.length < count) {
            throw new IOException("cut short: expected " + count + " values for sizes " + Arrays.toString(sizes)
                    + ", got " + values.length);
        }
        if (content.read() >= 0) {
            throw new IOException("expected " + count + " values for sizes " + Arrays.toString(sizes) + ", got more");
        }
        return new IdxFile(sizes, values);
    }
}
