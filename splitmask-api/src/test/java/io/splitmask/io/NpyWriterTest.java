package io.splitmask.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.io.internal.ElementReader;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are taken apart by the words of NumPy's own description of the format. */
final class NpyWriterTest {
    private final Path folder;
    private final Path path;

    NpyWriterTest(@TempDir Path folder) {
        this.folder = folder;
        this.path = folder.resolve("features.npy");
    }

    /** The header's dictionary and the values behind it. */
    private record Parts(String header, float[] values) {}

    private Parts read() throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        file.get(magic);
        assertThat(magic).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
        byte[] header = new byte[Short.toUnsignedInt(file.getShort())];
        file.get(header);
        assertThat(file.position() % 64).isZero();
        String text = new String(header, StandardCharsets.US_ASCII);
        assertThat(text).endsWith("\n");
        float[] values = new float[file.remaining() / Float.BYTES];
        assertThat(file.remaining() % Float.BYTES).isZero();
        file.asFloatBuffer().get(values);
        return new Parts(text.strip(), values);
    }

    @Test
    void rowsThatCameInPiecesAreOneArray() throws IOException {
        NpyWriter.write(path, Shape.of(3), rows -> {
            rows.add(new float[] {1, -0.0f, Float.NaN});
            rows.add(new float[0]);
            rows.add(new float[] {4, 5, 6, Float.MIN_VALUE, 8, 1f / 3});
            assertThat(rows.rows()).isEqualTo(3);
        });
        Parts parts = read();
        assertThat(parts.header()).isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 3), }");
        assertThat(parts.values())
                .usingComparator((a, b) -> Arrays.equals(a, b) ? 0 : 1)
                .isEqualTo(new float[] {1, -0.0f, Float.NaN, 4, 5, 6, Float.MIN_VALUE, 8, 1f / 3});
    }

    @Test
    void rowsMayHaveAxesOrNone() throws IOException {
        NpyWriter.write(path, Shape.of(2, 2), rows -> rows.add(new float[] {1, 2, 3, 4}));
        assertThat(read().header()).contains("'shape': (1, 2, 2)");
        NpyWriter.write(path, Shape.of(), rows -> rows.add(new float[] {1, 2, 3, 4}));
        assertThat(read().header()).contains("'shape': (4,)");
        NpyWriter.write(path, Shape.of(5), rows -> {});
        assertThat(read().header()).contains("'shape': (0, 5)");
        assertThat(read().values()).isEmpty();
    }

    @Test
    void moreThanTheBufferHoldsIsWritten() throws IOException {
        float[] many = new float[ElementReader.PIECE_BYTES / Float.BYTES * 2 + 12];
        for (int i = 0; i < many.length; i++) {
            many[i] = i;
        }
        NpyWriter.write(path, Shape.of(4), rows -> rows.add(many));
        assertThat(read().values()).containsExactly(many);
    }

    @Test
    void anIncompleteRowLeavesTheOldFile() throws IOException {
        Files.writeString(path, "old");
        assertThatThrownBy(() -> NpyWriter.write(path, Shape.of(3), rows -> {
                    rows.add(new float[] {1, 2, 3});
                    rows.add(new float[] {1, 2, 3, 4});
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("npy: expected rows of [3], 3 values each, got 4 values");
        assertThat(path).hasContent("old");
        assertThat(folder).isDirectoryNotContaining(file -> !file.equals(path));
    }

    @Test
    void emptyRowsAreRefused() {
        assertThatThrownBy(() -> NpyWriter.write(path, Shape.of(2, 0), rows -> {}))
                .hasMessage("npy: expected rows of at least one value, got [2, 0]");
        assertThat(path).doesNotExist();
    }
}
