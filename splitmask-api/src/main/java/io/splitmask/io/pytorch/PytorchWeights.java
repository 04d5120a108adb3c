package io.splitmask.io.pytorch;

import io.splitmask.io.HostTensor;
import io.splitmask.io.StoredType;
import io.splitmask.io.WeightsFile;
import io.splitmask.io.internal.ElementReader;
import io.splitmask.io.internal.PositionedFile;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tensors of one dict of a checkpoint. */
final class PytorchWeights implements WeightsFile {
    private final PositionedFile file;
    private final ByteOrder order;
    private final TensorTree tree;
    private final List<String> keys;
    private final Map<String, TensorView> tensors;

    PytorchWeights(PositionedFile file, ByteOrder order, TensorTree tree, List<String> keys) throws PytorchException {
        this.file = file;
        this.order = order;
        this.tree = tree;
        this.keys = keys;
        this.tensors = tree.tensors(keys);
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public Map<String, String> metadata() {
        return tree.facts();
    }

    @Override
    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    @Override
    public Shape shape(String name) throws PytorchException {
        return tensor(name).shape();
    }

    @Override
    public StoredType type(String name) throws PytorchException {
        return tensor(name).type();
    }

    @Override
    public HostTensor read(String name) throws IOException {
        return elements(name).read();
    }

    @Override
    public float[] floats(String name) throws IOException {
        return elements(name).floats();
    }

    @Override
    public int[] ints(String name) throws IOException {
        return elements(name).ints();
    }

    @Override
    public long[] longs(String name) throws IOException {
        return elements(name).longs();
    }

    private TensorView tensor(String name) throws PytorchException {
        @Nullable TensorView tensor = tensors.get(name);
        if (tensor != null) {
            return tensor;
        }
        @Nullable Object other = tree.other(keys, name);
        throw failure(
                name,
                other == null
                        ? "no such tensor among the " + tensors.size() + " " + KeyPath.shown(keys)
                        : "expected a tensor " + KeyPath.shown(keys) + ", got " + Shown.kind(other));
    }

    private ElementReader elements(String name) throws IOException {
        TensorView tensor = tensor(name);
        // Strides may repeat elements; what is made of them must still be in proportion to what was stored.
        if (tensor.shape().size() > file.size() / tensor.type().bytes()) {
            throw failure(
                    name,
                    "expected at most as many elements as a file of " + file.size() + " bytes can hold, got " + tensor
                            + "; in Python, save its contiguous() copy instead");
        }
        ElementReader.Source source = tensor.isContiguous() ? contiguous(tensor) : strided(name, tensor);
        return new ElementReader(tensor.type(), tensor.shape(), source, problem -> failure(name, problem));
    }

    private ElementReader.Source contiguous(TensorView tensor) {
        int bytes = tensor.type().bytes();
        return (start, count) -> read(tensor.begin() + (long) start * bytes, count * bytes);
    }

    private ElementReader.Source strided(String name, TensorView tensor) throws IOException {
        long bytes = tensor.extent() * tensor.type().bytes();
        if (bytes > ElementReader.LARGEST_ARRAY) {
            throw failure(
                    name,
                    "expected a strided tensor within " + ElementReader.LARGEST_ARRAY + " bytes of its storage, got "
                            + bytes + "; in Python, save its contiguous() copy instead");
        }
        return new StridedElements(tensor, read(tensor.begin(), (int) bytes));
    }

    private ByteBuffer read(long position, int length) throws IOException {
        return file.read(position, length).order(order);
    }

    private PytorchException failure(String name, String problem) {
        return new PytorchException(file.path(), name, problem);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
