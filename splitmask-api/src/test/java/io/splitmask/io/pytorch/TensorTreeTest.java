package io.splitmask.io.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.io.StoredType;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TensorTreeTest {
    private static final Path FILE = Path.of("file.pth");

    /** Places of tensors, of numbers (in capitals), and which dict is chosen. */
    @ParameterizedTest
    @CsvSource({
        "a b LR, /",
        "a encoder/a optimizer/a, /",
        "student/a teacher/a EPOCH, teacher",
        "model_ema/a model/a, model",
        "state_dict_ema/a state_dict/a optimizer/a, state_dict",
        "model/EPOCH student/a, student",
        "checkpoint/a, checkpoint",
        "optimizer_g/a encoder/a EPOCH, encoder",
        "encoder/optimizer/a encoder/module/a, encoder/module",
        "model/state_dict/a EPOCH, model/state_dict",
        "model/backbone/a, model/backbone"
    })
    void choosesTheWeights(String places, String chosen) throws IOException {
        assertThat(KeyPath.text(tree(places).preferred())).isEqualTo(chosen);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encoder/a decoder/a decoder/b | expected one dict of weights at the top, got 2 dicts; name one of:"
                        + " '/' (3 tensors), 'encoder' (1 tensor), 'decoder' (2 tensors)",
                "model/encoder/a model/decoder/a | expected one dict of weights at 'model', got 2 dicts; name one of:"
                        + " '/' (2 tensors), 'model' (2 tensors), 'model/encoder' (1 tensor), 'model/decoder' (1 tensor)",
                "center model/a | expected one dict of weights at the top, got tensors beside 'model'; name one of:"
                        + " '/' (2 tensors), 'model' (1 tensor)",
                "optimizer/a EPOCH | expected one dict of weights at the top, got 0 dicts; name one of:"
                        + " '/' (1 tensor), 'optimizer' (1 tensor)",
                "EPOCH model/LR | at the top: expected a dict of tensors, got one without; name one of: none, there are no"
                        + " tensors",
            })
    void listsTheChoicesWhereThereIsNoTelling(String places, String problem) throws IOException {
        TensorTree tree = tree(places);
        assertThatThrownBy(tree::preferred)
                .isInstanceOf(PytorchException.class)
                .hasMessage(FILE.toAbsolutePath() + ": " + problem);
    }

    @Test
    void namesTensorsByTheKeysFromTheChosenDictOnInTheOrderOfTheFile() throws IOException {
        TensorTree tree = tree("model/b model/blocks/0/w model/a model/blocks/1/w LR");
        assertThat(tree.tensors(List.of("model")).keySet()).containsExactly("b", "blocks.0.w", "blocks.1.w", "a");
        assertThat(tree.tensors(List.of()).keySet())
                .contains("model.blocks.1.w")
                .hasSize(4);
        assertThat(tree.tensors(List.of("model", "blocks", "1")).keySet()).containsExactly("w");
    }

    @Test
    void findsWhatIsNoTensor() throws IOException {
        Dict root = dict("model/a model/LR");
        Dict model = (Dict) Objects.requireNonNull(root.part("model"));
        model.put("head.bias", new Placeholder("a.B"));
        TensorTree tree = new TensorTree(FILE, root);
        assertThat(tree.other(List.of("model"), "head.bias")).isEqualTo(new Placeholder("a.B"));
        assertThat(tree.other(List.of(), "model.head.bias")).isEqualTo(new Placeholder("a.B"));
        assertThat(tree.other(List.of(), "model.LR")).isEqualTo(1L);
        assertThat(tree.other(List.of(), "model.LR.x")).isEqualTo(1L);
        assertThat(tree.other(List.of(), "model.x.y")).isNull();
        assertThat(tree.other(List.of(), "x")).isNull();
    }

    @Test
    void reachesItemsOfListsAndNumberedEntriesByTheirNumber() throws IOException {
        Dict numbered = dict("a");
        numbered.put(7L, dict("b"));
        Sequence list = new Sequence(Sequence.Kind.LIST, List.of(3L, numbered));
        TensorTree tree = new TensorTree(FILE, list);
        assertThat(tree.tensors(List.of()).keySet()).containsExactly("1.a", "1.7.b");
        assertThat(tree.tensors(List.of("1", "7")).keySet()).containsExactly("b");
        assertThatThrownBy(() -> tree.node(List.of("2"))).hasMessageContaining("no '2' at the top");
        assertThatThrownBy(() -> tree.node(List.of("-1"))).hasMessageContaining("no '-1' at the top");
        assertThatThrownBy(() -> tree.node(List.of("x"))).hasMessageContaining("no 'x' at the top");
    }

    @Test
    void dropsEntriesWhoseKeyIsNoName() throws IOException {
        Dict root = dict("a");
        root.put(2.5, tensor());
        root.put(tuple(1L, 2L), tensor());
        assertThat(new TensorTree(FILE, root).tensors(List.of()).keySet()).containsExactly("a");
    }

    @Test
    void rejectsTwoTensorsOfOneName() throws IOException {
        Dict numbered = new Dict();
        numbered.put(1L, tensor());
        numbered.put("1", tensor());
        assertThatThrownBy(() -> new TensorTree(FILE, numbered))
                .hasMessageEndingWith("at '1': expected one entry of this name, got a number and a string");
        TensorTree dotted = tree("a.b a/b");
        assertThatThrownBy(() -> dotted.tensors(List.of()))
                .hasMessageEndingWith("tensor 'a.b': expected one tensor of this name, got two");
    }

    @Test
    void rejectsADictThatContainsItself() {
        Dict inner = dict("a");
        Dict outer = new Dict();
        outer.put("inner", inner);
        inner.put("outer", outer);
        assertThatThrownBy(() -> new TensorTree(FILE, outer))
                .hasMessageEndingWith("at 'inner/outer': a dict contains itself");
    }

    @Test
    void rejectsTooManyLevelsAlsoOfSharedDicts() throws IOException {
        Dict deepest = dict("a");
        Object level = deepest;
        for (int i = 0; i < TensorNodes.DEEPEST; i++) {
            Dict above = new Dict();
            above.put("x", level);
            level = above;
        }
        assertThat(new TensorTree(FILE, level).groups()).hasSize(TensorNodes.DEEPEST + 1);
        Object allowed = level;
        assertThatThrownBy(() -> new TensorTree(FILE, tuple(allowed)))
                .hasMessageContaining("expected at most 64 levels of dicts and lists, got more");
        // The first item is short and makes the shared dict known; through the second, it lies too deep.
        Sequence wrapped = tuple(tuple(allowed));
        assertThatThrownBy(() -> new TensorTree(FILE, tuple(deepest, wrapped)))
                .hasMessageContaining("expected at most 64 levels");
    }

    @Test
    void boundsWhatSharingMultiplies() throws IOException {
        Object level = dict("a b");
        for (int i = 0; i < TensorNodes.DEEPEST; i++) {
            Dict above = new Dict();
            above.put("x", level);
            above.put("y", level);
            level = above;
        }
        TensorTree tree = new TensorTree(FILE, level);
        assertThat(tree.groups()).hasSize(1000).startsWith(new TensorGroup("/", Long.MAX_VALUE / 2));
        assertThatThrownBy(() -> tree.tensors(List.of()))
                .hasMessageEndingWith("at the top: expected at most 50000 tensors, got 4611686018427387903");
    }

    @Test
    void rejectsLongNames() throws IOException {
        String half = "n".repeat(260);
        TensorTree tree = tree(half + "/" + half);
        assertThatThrownBy(() -> tree.tensors(List.of()))
                .hasMessageEndingWith(
                        "tensor '" + "n".repeat(100) + "...': expected a name of at most 500 characters, got 521");
        assertThat(tree.tensors(List.of(half)).keySet()).containsExactly(half);
        assertThatThrownBy(() -> tree("n".repeat(501)).tensors(List.of())).hasMessageContaining("got one without");
    }

    @Test
    void tellsAThousandFactsAtMost() throws IOException {
        Dict root = new Dict();
        for (long i = 0; i < 2000; i++) {
            root.put(i, i);
        }
        assertThat(new TensorTree(FILE, root).facts()).hasSize(1000).containsEntry("999", "999");
    }

    private static Sequence tuple(Object... items) {
        return new Sequence(Sequence.Kind.TUPLE, List.of(items));
    }

    private static TensorTree tree(String places) throws PytorchException {
        return new TensorTree(FILE, dict(places));
    }

    /** Makes dicts with a tensor at each place, or the number 1 where its last part is in capitals. */
    private static Dict dict(String places) {
        Dict root = new Dict();
        for (String place : places.split(" ")) {
            Dict dict = root;
            List<String> keys = KeyPath.keys(place);
            for (String key : keys.subList(0, keys.size() - 1)) {
                if (!(dict.part(key) instanceof Dict)) {
                    dict.put(key, new Dict());
                }
                dict = (Dict) Objects.requireNonNull(dict.part(key));
            }
            String last = keys.get(keys.size() - 1);
            dict.put(last, Character.isUpperCase(last.charAt(0)) ? (Object) 1L : tensor());
        }
        return root;
    }

    private static TensorView tensor() {
        return new TensorView(new Storage(StoredType.F32, 6, 0), 0, Shape.of(2, 3), new long[] {3, 1});
    }
}
