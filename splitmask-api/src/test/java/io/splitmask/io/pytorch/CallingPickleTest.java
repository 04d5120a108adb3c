package io.splitmask.io.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.io.WeightsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pickles that in Python call what they name; in most of them this runs a command that makes a file. Here the weights
 * beside it load, nothing runs, and who asks for the result is told the name of what would have been called.
 */
final class CallingPickleTest {
    private static final String COMMAND = "touch called";
    private static final String PYTHON = "open('called', 'w')";
    private static final int STACK_GLOBAL = 0x93;
    private static final int NEWOBJ = 0x81;
    private static final int NEWOBJ_EX = 0x92;
    private static final int TUPLE1 = 0x85;
    private static final int TUPLE2 = 0x86;

    private final Path folder;

    CallingPickleTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @MethodSource({"calls", "objects", "disguises"})
    void givesAPlaceholder(UnaryOperator<PickleBuilder> call, String type) throws IOException {
        byte[] pickle =
                call.apply(PickleBuilder.dict().text("w").tensor().text("bad")).endDict();
        Path path = Files.write(
                        folder.resolve("calls.pth"),
                        ZipBuilder.checkpoint(pickle).bytes())
                .toAbsolutePath();
        try (PytorchCheckpoint checkpoint = PytorchCheckpoint.open(path)) {
            WeightsFile weights = checkpoint.weights();
            assertThat(weights.names()).containsExactly("w");
            assertThat(weights.floats("w")).containsExactly(0, 1, 2, 3, 4, 5);
            assertThatThrownBy(() -> weights.floats("bad"))
                    .isInstanceOf(PytorchException.class)
                    .hasMessage(path + ": tensor 'bad': expected a tensor at the top, got an object of class " + type);
            assertThatThrownBy(() -> checkpoint.weights("bad"))
                    .isInstanceOf(PytorchException.class)
                    .hasMessage(path + ": at 'bad': expected a dict of tensors, got an object of class " + type
                            + ", which is not built because that would run code of the file; in Python, save its"
                            + " state_dict() instead");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**/called");
        assertThat(Path.of("called")).doesNotExist();
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                call("os.system", it -> it.global("os", "system")
                        .text(COMMAND)
                        .raw(TUPLE1)
                        .code("R")),
                call("posix.system", it -> it.global("posix", "system")
                        .text(COMMAND)
                        .raw(TUPLE1)
                        .code("R")),
                call("nt.system", it -> it.global("nt", "system")
                        .text(COMMAND)
                        .raw(TUPLE1)
                        .code("R")),
                call("builtins.eval", it -> it.global("builtins", "eval")
                        .text(PYTHON)
                        .raw(TUPLE1)
                        .code("R")),
                call("__builtin__.exec", it -> it.global("__builtin__", "exec")
                        .text(PYTHON)
                        .raw(TUPLE1)
                        .code("R")),
                call("runpy._run_code", it -> it.global("runpy", "_run_code")
                        .text(PYTHON)
                        .code("}")
                        .raw(TUPLE2)
                        .code("R")),
                call("subprocess.check_output", it -> it.global("subprocess", "check_output")
                        .text("touch")
                        .text("called")
                        .raw(TUPLE2, TUPLE1)
                        .code("R")),
                call("os.popen", it -> it.text("os")
                        .text("popen")
                        .raw(STACK_GLOBAL)
                        .text(COMMAND)
                        .raw(TUPLE1)
                        .code("R")),
                call("torch.load", it -> it.global("torch", "load")
                        .text("other.pth")
                        .raw(TUPLE1)
                        .code("R")),
                call("java.lang.Runtime", it -> it.global("java.lang", "Runtime")
                        .code(")R")));
    }

    static Stream<Arguments> objects() {
        return Stream.of(
                call(
                        "subprocess.Popen",
                        it -> it.global("subprocess", "Popen").text(COMMAND).raw(TUPLE1, NEWOBJ)),
                call("subprocess.Popen", it -> it.global("subprocess", "Popen")
                        .text(COMMAND)
                        .raw(TUPLE1)
                        .code("}")
                        .raw(NEWOBJ_EX)),
                call("os.system", it -> it.code("(").text(COMMAND).code("ios\nsystem\n")),
                call(
                        "os.system",
                        it -> it.code("(").global("os", "system").text(COMMAND).code("o")),
                call("a.Hook", it -> it.global("a", "Hook")
                        .code(")")
                        .raw(NEWOBJ)
                        .code("}(")
                        .text("run")
                        .text(COMMAND)
                        .code("ub")),
                call("argparse.Namespace", it -> it.global("argparse", "Namespace")
                        .code(")")
                        .raw(NEWOBJ)
                        .code("}")
                        .text("w")
                        .tensor()
                        .code("sb")));
    }

    /** What is called is used as a list, a dict or a tensor, or is called again, or calls something known. */
    static Stream<Arguments> disguises() {
        return Stream.of(
                call("os.listdir", it -> system(it, "os", "listdir")
                        .code("(")
                        .text(COMMAND)
                        .code("e")),
                call(
                        "os.environ",
                        it -> system(it, "os", "environ").text("w").tensor().code("s")),
                call("os.getenv", it -> system(it, "os", "getenv")
                        .text(COMMAND)
                        .raw(TUPLE1)
                        .code("R)R")),
                call("os.system", it -> it.global("torch._utils", "_rebuild_parameter")
                        .code("(")
                        .global("os", "system")
                        .raw(0x89)
                        .code("}tR")),
                call("os.system", it -> it.global("torch._utils", "_rebuild_tensor_v2")
                        .code("(")
                        .global("os", "system")
                        .integer(0)
                        .tuple(1)
                        .tuple(1)
                        .code("tR")),
                call("os.system", it -> it.global("torch._tensor", "_rebuild_from_type_v2")
                        .code("(")
                        .global("os", "system")
                        .global("torch", "Tensor")
                        .text(COMMAND)
                        .raw(TUPLE1)
                        .code("}tR")),
                call("torch.EvilStorage", it -> it.storage("EvilStorage", "0", 6)),
                call("collections.OrderedDict", it -> it.global("collections", "OrderedDict")
                        .code("]")
                        .raw(TUPLE1)
                        .code("R")),
                call("os.system", it -> it.global("torch._utils", "_rebuild_tensor_v3")
                        .code("(NNNNNN")
                        .global("os", "system")
                        .code("tR")));
    }

    @Test
    void neverLooksAtTheArgumentsOfAPlaceholder() throws IOException {
        byte[] pickle = system(PickleBuilder.dict().text("w").tensor().text("model"), "os", "system")
                .code("}")
                .text("hidden")
                .tensor()
                .code("sb")
                .endDict();
        Path path = Files.write(
                folder.resolve("calls.pth"), ZipBuilder.checkpoint(pickle).bytes());
        try (PytorchCheckpoint checkpoint = PytorchCheckpoint.open(path)) {
            assertThat(checkpoint.groups()).containsExactly(new TensorGroup("/", 1));
            assertThatThrownBy(() -> checkpoint.weights("model/hidden"))
                    .hasMessageContaining("at 'model': expected a dict of tensors, got an object of class os.system");
        }
    }

    private static PickleBuilder system(PickleBuilder pickle, String module, String name) {
        return pickle.global(module, name).text(COMMAND).raw(TUPLE1).code("R");
    }

    private static Arguments call(String type, UnaryOperator<PickleBuilder> call) {
        return argumentSet(type, call, type);
    }
}
