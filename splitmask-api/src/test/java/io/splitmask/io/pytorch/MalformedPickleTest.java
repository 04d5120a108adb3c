package io.splitmask.io.pytorch;

import static io.splitmask.io.pytorch.Refusal.row;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pickles that break the rules, in archives that do not. */
final class MalformedPickleTest {
    private final Path folder;

    MalformedPickleTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @MethodSource({"starts", "stacks", "lengths", "contents", "containers", "calls", "shapes"})
    void isRefusedWithOneLine(byte[] pickle, String problem) throws IOException {
        Refusal.check(folder, ZipBuilder.checkpoint(pickle).bytes(), problem);
    }

    static Stream<Arguments> starts() {
        return Stream.of(
                row("empty", new byte[0], "data.pkl, byte 0: expected 1 more byte, got 0; is the file cut off?"),
                row(
                        "protocol 0",
                        "(dp0\n.".getBytes(US_ASCII),
                        "data.pkl, byte 0: expected a pickle of protocol 2 to 5, got an older one or none"),
                row(
                        "protocol 6",
                        new byte[] {(byte) 0x80, 6, '}', '.'},
                        "data.pkl, byte 0: expected a pickle of protocol 2 to 5, got 6"),
                pickle(
                        "unknown instruction",
                        it -> it.raw(0xff),
                        "data.pkl, byte 2: expected an instruction of a pickle, got byte 0xff"),
                pickle(
                        "text form of an int",
                        it -> it.code("I1\n."),
                        "data.pkl, byte 2: instruction INT is none that torch.save writes, and is not supported"),
                pickle(
                        "text form of a reference",
                        it -> it.code("Px\n."),
                        "data.pkl, byte 2: instruction PERSID is none that torch.save writes, and is not supported"),
                pickle(
                        "registered class",
                        it -> it.raw(0x82, 1).code("."),
                        "data.pkl, byte 2: instruction EXT1 is none that torch.save writes, and is not supported"),
                pickle(
                        "buffer outside the pickle",
                        it -> it.raw(0x97).code("."),
                        "data.pkl, byte 2: instruction NEXT_BUFFER is none that torch.save writes, and is not supported"));
    }

    static Stream<Arguments> stacks() {
        return Stream.of(
                pickle(
                        "end without a value",
                        it -> it.code("."),
                        "data.pkl, byte 2: expected one object and no mark at the end, got 0 and 0"),
                pickle(
                        "end with two values",
                        it -> it.code("NN."),
                        "data.pkl, byte 4: expected one object and no mark at the end, got 2 and 0"),
                pickle(
                        "end with a mark",
                        it -> it.code("N(."),
                        "data.pkl, byte 4: expected one object and no mark at the end, got 1 and 1"),
                pickle(
                        "no end",
                        it -> it.code("}"),
                        "data.pkl, byte 3: expected 1 more byte, got 0; is the file cut off?"),
                pickle(
                        "bytes after the end",
                        it -> it.code("}.}"),
                        "data.pkl, byte 3: expected no bytes after the end, got 1"),
                pickle(
                        "nothing to drop",
                        it -> it.code("0"),
                        "data.pkl, byte 2: expected a value on the stack, got none"),
                pickle(
                        "nothing to repeat",
                        it -> it.code("2"),
                        "data.pkl, byte 2: expected a value on the stack, got none"),
                pickle(
                        "nothing above the mark",
                        it -> it.code("](a"),
                        "data.pkl, byte 4: expected a value on the stack, got none"),
                pickle("no mark", it -> it.code("NNt"), "data.pkl, byte 4: expected a mark on the stack, got none"),
                pickle(
                        "tuple of more than there is",
                        it -> it.code("N").raw(0x86),
                        "data.pkl, byte 3: expected a value on the stack, got none"),
                pickle(
                        "nothing to remember",
                        it -> it.code("q").raw(0),
                        "data.pkl, byte 2: expected a value on the stack, got none"),
                pickle(
                        "nothing remembered",
                        it -> it.code("h").raw(7),
                        "data.pkl, byte 2: expected a remembered object 7, got none"),
                pickle(
                        "nothing remembered so far up",
                        it -> it.code("j").int32(-1),
                        "data.pkl, byte 2: expected a remembered object 4294967295, got none"));
    }

    static Stream<Arguments> lengths() {
        return Stream.of(
                pickle(
                        "string of two billion bytes",
                        it -> it.code("X").int32(Integer.MAX_VALUE),
                        "data.pkl, byte 2: expected 2147483647 more bytes, got 0; is the file cut off?"),
                pickle(
                        "string of four billion bytes",
                        it -> it.code("X").int32(-1),
                        "data.pkl, byte 2: expected 4294967295 more bytes, got 0; is the file cut off?"),
                pickle(
                        "string of 64 bits",
                        it -> it.raw(0x8d).int64(Long.MAX_VALUE),
                        "data.pkl, byte 2: expected 9223372036854775807 more bytes, got 0; is the file cut off?"),
                pickle(
                        "string of negative length",
                        it -> it.raw(0x8d).int64(-1),
                        "data.pkl, byte 2: expected 18446744073709551615 more bytes, got 0; is the file cut off?"),
                pickle(
                        "bytes of 64 bits",
                        it -> it.raw(0x8e).int64(1L << 40),
                        "data.pkl, byte 2: expected 1099511627776 more bytes, got 0; is the file cut off?"),
                pickle(
                        "bytes of a changeable kind",
                        it -> it.raw(0x96).int64(1L << 40),
                        "data.pkl, byte 2: expected 1099511627776 more bytes, got 0; is the file cut off?"),
                pickle(
                        "short bytes",
                        it -> it.code("C").raw(9, 1),
                        "data.pkl, byte 2: expected 9 more bytes, got 1; is the file cut off?"),
                pickle(
                        "string of Python 2",
                        it -> it.code("T").int32(-5),
                        "data.pkl, byte 2: expected 4294967291 more bytes, got 0; is the file cut off?"),
                pickle(
                        "frame",
                        it -> it.raw(0x95).int64(1L << 33),
                        "data.pkl, byte 2: expected 8589934592 more bytes, got 0; is the file cut off?"));
    }

    static Stream<Arguments> contents() {
        return Stream.of(
                pickle(
                        "string that is not UTF-8",
                        it -> it.code("X").int32(2).raw(0xc3, 0x28),
                        "data.pkl, byte 2: expected UTF-8 text, got other bytes"),
                pickle(
                        "half a surrogate pair",
                        it -> it.code("X").int32(3).raw(0xed, 0xa0, 0x80),
                        "data.pkl, byte 2: expected UTF-8 text, got other bytes"),
                pickle(
                        "int of 256 bytes",
                        it -> it.raw(0x8b).int32(256).code("x".repeat(256)),
                        "data.pkl, byte 2: expected an int of at most 255 bytes, got 256"),
                pickle(
                        "int of negative length",
                        it -> it.raw(0x8b).int32(-1),
                        "data.pkl, byte 2: expected 4294967295 more bytes, got 0; is the file cut off?"),
                pickle(
                        "int cut off",
                        it -> it.code("J").raw(1, 2),
                        "data.pkl, byte 2: expected 4 more bytes, got 2; is the file cut off?"),
                pickle(
                        "float cut off",
                        it -> it.code("G").raw(1, 2, 3, 4),
                        "data.pkl, byte 2: expected 8 more bytes, got 4; is the file cut off?"),
                pickle(
                        "class without a name",
                        it -> it.code("cos\nsystem"),
                        "data.pkl, byte 2: expected a line of text, got no end of it"),
                pickle(
                        "class that is not UTF-8",
                        it -> it.code("c").raw(0xff).code("\nx\n"),
                        "data.pkl, byte 2: expected UTF-8 text, got other bytes"));
    }

    static Stream<Arguments> containers() {
        return Stream.of(
                pickle(
                        "item for a dict",
                        it -> it.code("}Na"),
                        "data.pkl, byte 4: expected a list to add to, got a dict"),
                pickle(
                        "items for a string",
                        it -> it.text("line\nbreak").code("(NNe"),
                        "data.pkl, byte 20: expected a list to add to, got the string 'line?break'"),
                pickle(
                        "entry for a list",
                        it -> it.code("]NNs"),
                        "data.pkl, byte 5: expected a dict to add to, got a list"),
                pickle(
                        "key without a value",
                        it -> it.code("}(NNNu"),
                        "data.pkl, byte 7: expected keys and values, got a key without a value"),
                pickle(
                        "dict with a key without a value",
                        it -> it.code("(Nd"),
                        "data.pkl, byte 4: expected keys and values, got a key without a value"),
                pickle(
                        "items for a set that is a list",
                        it -> it.code("](N").raw(0x90),
                        "data.pkl, byte 5: expected a set to add to, got a list"),
                pickle(
                        "items for a tuple",
                        it -> it.code(")(Ne"),
                        "data.pkl, byte 5: expected a list to add to, got a tuple"));
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                pickle(
                        "call of a string",
                        it -> it.text("os.system").code(")R"),
                        "data.pkl, byte 17: expected a class or function, got the string 'os.system'"),
                pickle(
                        "call of a dict",
                        it -> it.code("})R"),
                        "data.pkl, byte 4: expected a class or function, got a dict"),
                pickle(
                        "call without arguments",
                        it -> it.global("os", "system").code("R"),
                        "data.pkl, byte 13: expected a tuple of arguments, got an object of class os.system"),
                pickle(
                        "call with a list",
                        it -> it.global("os", "system").code("]R"),
                        "data.pkl, byte 14: expected a tuple of arguments, got a list"),
                pickle(
                        "object of a number",
                        it -> it.code("K\1)").raw(0x81),
                        "data.pkl, byte 5: expected a class or function, got the number 1"),
                pickle(
                        "object without a class",
                        it -> it.code("(o"),
                        "data.pkl, byte 3: expected a class or function, got None"),
                pickle(
                        "object with arguments that are no tuple",
                        it -> it.global("a", "B").code("]}").raw(0x92),
                        "data.pkl, byte 9: expected a tuple of arguments, got a list"),
                pickle(
                        "classes of long repeated names",
                        it -> it.text("n".repeat(100_000)).code("q").raw(0).code("(" + "h\0h\0\u0093".repeat(10_000)),
                        "data.pkl, byte 100014: expected a class or function whose name has at most 500 characters, got"
                                + " 200000"),
                pickle(
                        "class of a long name",
                        it -> it.global("n".repeat(300), "n".repeat(300)),
                        "data.pkl, byte 2: expected a class or function whose name has at most 500 characters, got 600"),
                pickle(
                        "class named by a number",
                        it -> it.text("os").code("K\1").raw(0x93),
                        "data.pkl, byte 11: expected the name of a class or function as a string, got the number 1"),
                pickle(
                        "class in a module named by None",
                        it -> it.code("N").text("system").raw(0x93),
                        "data.pkl, byte 14: expected the name of a class or function as a string, got None"),
                pickle(
                        "state of nothing",
                        it -> it.code("}b"),
                        "data.pkl, byte 3: expected a value on the stack, got none"));
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                pickle(
                        "list that contains itself",
                        it -> it.code("]q").raw(0).code("h").raw(0).code("a."),
                        "at '0': a list contains itself"),
                pickle(
                        "dict that contains itself in a tuple",
                        it -> it.code("}q")
                                .raw(0)
                                .text("model")
                                .code("}")
                                .text("x")
                                .code("h")
                                .raw(0, 0x85)
                                .code("ss."),
                        "at 'model/x/0': a dict contains itself"),
                pickle(
                        "10,000 lists in one another",
                        it -> it.code("]".repeat(10_000) + "a".repeat(9_999) + "."),
                        "at '0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/...': expected at most 64 levels of dicts and lists, got more"),
                pickle(
                        "10,000 tuples in one another",
                        it -> it.code("N" + "\u0085".repeat(10_000) + "."),
                        "at '0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/...': expected at most 64 levels of dicts and lists, got more"),
                pickle(
                        "a million instructions",
                        it -> it.code("N0".repeat(500_000) + "}."),
                        "data.pkl, byte 1000000: expected a pickle of at most 1000000 instructions, got more"),
                pickle(
                        "a string instead of weights",
                        it -> it.text("weights").code("."),
                        "at the top: expected a dict of tensors, got the string 'weights'"),
                pickle(
                        "no weights",
                        it -> it.code("}."),
                        "at the top: expected a dict of tensors, got one without; name one of: none, there are no tensors"));
    }

    private static Arguments pickle(String name, UnaryOperator<PickleBuilder> content, String problem) {
        return row(name, content.apply(new PickleBuilder()).bytes(), problem);
    }
}
