package io.splitmask.io.pytorch;

import static io.splitmask.io.pytorch.Refusal.row;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tensors that cannot be: archive and pickle keep to the rules. The one storage has 6 floats. */
final class MalformedTensorTest {
    private static final int LARGE = Integer.MAX_VALUE;

    private final Path folder;

    MalformedTensorTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @MethodSource({"references", "arguments", "extents", "values"})
    void isRefusedWithOneLine(byte[] pickle, String problem) throws IOException {
        Refusal.check(folder, ZipBuilder.checkpoint(pickle).bytes(), problem);
    }

    static Stream<Arguments> references() {
        return Stream.of(
                weights(
                        "reference that is a string",
                        it -> it.text("0").code("Q"),
                        "data.pkl, byte 204: expected a reference ('storage', class, key, device, size), got the string '0'"),
                weights(
                        "reference of two parts",
                        it -> it.text("storage").text("0").raw(0x86).code("Q"),
                        "data.pkl, byte 217: expected a reference ('storage', class, key, device, size), got a tuple of 2: the string 'storage', the string '0'"),
                weights(
                        "reference that is a list",
                        it -> it.code("](").text("storage").code("eQ"),
                        "data.pkl, byte 213: expected a reference ('storage', class, key, device, size), got a list of 1: the string 'storage'"),
                weights(
                        "reference to a module",
                        it -> reference(it, "module", 6),
                        "data.pkl, byte 255: expected a reference ('storage', class, key, device, size), got a tuple of 5: the string 'module', an object of class torch.FloatStorage, the string '0', the string 'cpu', the number 6"),
                weights(
                        "reference of negative size",
                        it -> reference(it, "storage", -1),
                        "data.pkl, byte 256: expected a reference ('storage', class, key, device, size), got a tuple of 5: the string 'storage', an object of class torch.FloatStorage, the string '0', the string 'cpu', the number -1"),
                weights(
                        "reference whose class is a string",
                        it -> it.code("(")
                                .text("storage")
                                .text("FloatStorage")
                                .text("0")
                                .text("cpu")
                                .integer(6)
                                .code("tQ"),
                        "data.pkl, byte 253: expected a reference ('storage', class, key, device, size), got a tuple of 5: the string 'storage', the string 'FloatStorage', the string '0', the string 'cpu', the number 6"),
                weights(
                        "more elements than bytes",
                        it -> it.storage("FloatStorage", "0", 7),
                        "data.pkl, byte 256: storage '0': expected 7 * 4 bytes, got 24"),
                weights(
                        "more elements than numbers",
                        it -> it.storage("DoubleStorage", "0", Long.MAX_VALUE),
                        "data.pkl, byte 257: storage '0': expected 9223372036854775807 * 8 bytes, got 24"),
                weights(
                        "unknown storage",
                        it -> it.storage("FloatStorage", "1", 6),
                        "expected a record 'x/data/1' in the archive, got none"),
                weights(
                        "storage outside the folder",
                        it -> it.storage("FloatStorage", "../data.pkl", 1),
                        "expected a record 'x/data/../data.pkl' in the archive, got none"),
                weights(
                        "storage that is the pickle",
                        it -> it.storage("FloatStorage", "\n", 1),
                        "expected a record 'x/data/?' in the archive, got none"));
    }

    static Stream<Arguments> arguments() {
        return Stream.of(
                weights(
                        "tensor of nothing",
                        it -> it.global("torch._utils", "_rebuild_tensor_v2").code(")R"),
                        "data.pkl, byte 232: expected a tensor as (storage, offset, sizes, strides, ...), got 0 values"),
                weights(
                        "tensor of a number",
                        it -> rebuilt(it, storage -> storage.code("N")),
                        "data.pkl, byte 237: expected a tensor's storage, got None"),
                weights(
                        "negative offset",
                        it -> it.tensor(-1, new long[] {2}, 1),
                        "data.pkl, byte 354: expected the offset of a tensor as whole numbers from 0, got the number -1"),
                weights(
                        "negative size",
                        it -> it.tensor(0, new long[] {2, -3}, 3, 1),
                        "data.pkl, byte 374: expected the sizes of a tensor as whole numbers from 0, got the number -3"),
                weights(
                        "negative stride",
                        it -> it.tensor(5, new long[] {6}, -1),
                        "data.pkl, byte 354: expected the strides of a tensor as whole numbers from 0, got the number -1"),
                weights(
                        "fewer strides than sizes",
                        it -> it.tensor(0, new long[] {2, 3}, 1),
                        "data.pkl, byte 364: expected as many strides as sizes of a tensor, got 1 and 2"),
                weights(
                        "17 axes",
                        it -> it.tensor(0, ones(17), ones(17)),
                        "data.pkl, byte 674: expected the sizes of a tensor as a tuple of at most 16 ints, got a tuple"),
                weights(
                        "sizes that are a number",
                        it -> rebuilt(it, storage -> storage.storage("FloatStorage", "0", 6)
                                .integer(0)
                                .integer(6)
                                .integer(1)),
                        "data.pkl, byte 325: expected the sizes of a tensor as a tuple of at most 16 ints, got the number 6"));
    }

    static Stream<Arguments> extents() {
        return Stream.of(
                weights(
                        "offset at the end",
                        it -> it.tensor(6, new long[] {1}, 1),
                        "data.pkl, byte 354: tensor F32 [1] from element 6 on reaches beyond its storage of 6 elements"),
                weights(
                        "number at the end",
                        it -> it.tensor(6, new long[] {}),
                        "data.pkl, byte 334: tensor F32 [] from element 6 on reaches beyond its storage of 6 elements"),
                weights(
                        "one element too many",
                        it -> it.tensor(1, new long[] {2, 3}, 3, 1),
                        "data.pkl, byte 374: tensor F32 [2, 3] from element 1 on reaches beyond its storage of 6 elements"),
                weights(
                        "one stride too long",
                        it -> it.tensor(0, new long[] {2, 3}, 4, 1),
                        "data.pkl, byte 374: tensor F32 [2, 3] from element 0 on reaches beyond its storage of 6 elements"),
                weights(
                        "largest offset",
                        it -> it.tensor(Long.MAX_VALUE, new long[] {1}, 1),
                        "data.pkl, byte 354: tensor F32 [1] from element 9223372036854775807 on reaches beyond its storage of 6 elements"),
                weights(
                        "offset and extent above all numbers",
                        it -> it.tensor(Long.MAX_VALUE, new long[] {2}, 1),
                        "data.pkl, byte 354: tensor F32 [2] from element 9223372036854775807 on reaches beyond its storage of 6 elements"),
                weights(
                        "stride above all numbers",
                        it -> it.tensor(0, new long[] {4}, Long.MAX_VALUE / 2),
                        "data.pkl, byte 354: tensor F32 [4] from element 0 on reaches beyond its storage of 6 elements"),
                weights(
                        "size above 32 bits",
                        it -> it.tensor(0, new long[] {1L << 32}, 0),
                        "data.pkl, byte 354: a tensor of sizes [4294967296] is too large"),
                weights(
                        "elements above 64 bits",
                        it -> it.tensor(0, new long[] {LARGE, LARGE, LARGE}, 0, 0, 0),
                        "data.pkl, byte 394: a tensor of sizes [2147483647, 2147483647, 2147483647] is too large"),
                weights(
                        "elements around 64 bits to 0",
                        it -> it.tensor(0, new long[] {1 << 30, 1 << 30, 1 << 4}, 0, 0, 0),
                        "data.pkl, byte 394: a tensor of sizes [1073741824, 1073741824, 16] is too large"));
    }

    static Stream<Arguments> values() {
        return Stream.of(
                weights(
                        "number repeated two billion times",
                        it -> it.tensor(0, new long[] {LARGE}, 0),
                        "tensor 'bad': expected at most as many elements as a file of 704 bytes can hold, got F32 [2147483647]; in Python, save its contiguous() copy instead"),
                weights(
                        "rows repeated a million times",
                        it -> it.tensor(0, new long[] {1_000_000, 6}, 0, 1),
                        "tensor 'bad': expected at most as many elements as a file of 724 bytes can hold, got F32 [1000000, 6]; in Python, save its contiguous() copy instead"),
                weights(
                        "windows that overlap",
                        it -> it.tensor(0, new long[] {3, 2, 2, 2, 2, 2, 2, 2, 2, 2}, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0),
                        "tensor 'bad': expected at most as many elements as a file of 884 bytes can hold, got F32 [3, 2, 2, 2, 2, 2, 2, 2, 2, 2]; in Python, save its contiguous() copy instead"),
                weights(
                        "truth of 128",
                        it -> it.tensor("BoolStorage", 24, 0, new long[] {24}, 1),
                        "tensor 'bad': expected 0 or 1 in a BOOL tensor, got 128 at element 6"));
    }

    private static Arguments weights(String name, UnaryOperator<PickleBuilder> tensor, String problem) {
        byte[] pickle = tensor.apply(PickleBuilder.dict().text("good").tensor().text("bad"))
                .endDict();
        return row(name, pickle, problem);
    }

    private static PickleBuilder reference(PickleBuilder pickle, String word, long size) {
        return pickle.code("(")
                .text(word)
                .global("torch", "FloatStorage")
                .text("0")
                .text("cpu")
                .integer(size)
                .code("tQ");
    }

    private static PickleBuilder rebuilt(PickleBuilder pickle, UnaryOperator<PickleBuilder> arguments) {
        return arguments
                .apply(pickle.global("torch._utils", "_rebuild_tensor_v2").code("("))
                .code("NNNtR");
    }

    private static long[] ones(int length) {
        long[] ones = new long[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
