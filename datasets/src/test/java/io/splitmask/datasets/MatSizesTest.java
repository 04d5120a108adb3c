package io.splitmask.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.splitmask.datasets.files.FileTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatSizesTest {
    private static final int LIMIT = 1 << 20;
    /** Behind the header of 128 bytes, the tags of the struct, of its flags and of its sizes, and the flags. */
    private static final int SIZES = 128 + 8 + 16 + 8;

    private static byte[] cars() throws IOException {
        return MatSizes.unpacked(Fixtures.resource("cars/train.mat"), LIMIT);
    }

    private static ByteBuffer words(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @ValueSource(ints = {50_000_000, Integer.MAX_VALUE, 2_000})
    void sizesWithoutBytesBehindThemTakeNoMemory(int size, @TempDir Path folder) throws IOException {
        byte[] file = cars();
        words(file).putInt(SIZES + Integer.BYTES, size);
        Fixtures.write(folder, "cars.mat", file);
        FileTree tree = FileTree.open(folder);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> CarsMat.annotations(tree, "cars.mat"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve("cars.mat") + ": damaged, or not a MATLAB file of version 5")
                .hasMessageEndingWith("bytes, got " + size);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(LIMIT);
    }

    @Test
    void sizesBelowZeroAreRefused() throws IOException {
        byte[] file = cars();
        words(file).putInt(SIZES, -1);
        assertThatThrownBy(() -> MatSizes.unpacked(file, LIMIT)).hasMessage("expected sizes of at least 0, got -1");
    }

    @Test
    void everyCutIsRefused() throws IOException {
        byte[] file = cars();
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            if (length == 128) {
                assertThat(MatSizes.unpacked(cut, LIMIT))
                        .as("a file of no elements")
                        .isEqualTo(cut);
            } else {
                assertThatThrownBy(() -> MatSizes.unpacked(cut, LIMIT))
                        .as("the first %d bytes", length)
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith("cut short: expected ");
            }
        }
    }

    @Test
    void compressedElementsStayBelowTheLimit() throws IOException {
        ByteArrayOutputStream zeros = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(zeros)) {
            deflated.write(new byte[2 * LIMIT]);
        }
        byte[] file = Arrays.copyOf(cars(), 128 + 8 + zeros.size());
        words(file).position(128).putInt(15).putInt(zeros.size()).put(zeros.toByteArray());
        assertThatThrownBy(() -> MatSizes.unpacked(file, LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("expected at most \\d+ bytes after decompression, got more");
    }
}
