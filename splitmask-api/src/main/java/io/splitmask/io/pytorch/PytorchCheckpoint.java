package io.splitmask.io.pytorch;

import io.splitmask.io.WeightsFile;
import io.splitmask.io.internal.PositionedFile;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An open PyTorch checkpoint: dicts of tensors, numbers and text in dicts. Opening reads the list of records and the
 * pickle, at most 64 MiB, and checks every tensor against the record that it lies in; values are read when asked for. Of
 * objects that are none of these, such as an {@code argparse.Namespace}, only the name of the class is kept, and no code
 * that the file names is run. Methods may be called from several threads.
 *
 * <p>Which dict holds the weights is chosen by {@link #weights()} or named in {@link #weights(String)}.
 *
 * @see io.splitmask.io.WeightsFiles
 */
public final class PytorchCheckpoint implements AutoCloseable {
    private final PositionedFile file;
    private final ByteOrder order;
    private final TensorTree tree;

    private PytorchCheckpoint(PositionedFile file, ByteOrder order, TensorTree tree) {
        this.file = file;
        this.order = order;
        this.tree = tree;
    }

    /**
     * Opens a file of {@code torch.save} in the zip format (PyTorch 1.6 and later).
     *
     * @throws NoSuchFileException if there is no such file
     * @throws PytorchException if the file is not valid or of the format before
     * @throws IOException if it cannot be read
     */
    public static PytorchCheckpoint open(Path path) throws IOException {
        PositionedFile file = PositionedFile.open(path);
        try {
            TorchArchive archive = TorchArchive.read(file);
            return of(file, archive, archive.pickle());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Builds what a pickle says about the records of an archive. */
    static PytorchCheckpoint of(PositionedFile file, TorchArchive archive, byte[] pickle) throws IOException {
        ByteOrder order = archive.byteOrder();
        PickleBytes in = new PickleBytes(file.path(), pickle);
        Object root = new Unpickler(in, new Storages(in, archive)).load();
        return new PytorchCheckpoint(file, order, new TensorTree(file.path(), root));
    }

    /**
     * Lists the dicts, lists and tuples that lead to tensors, those nearest to the top first and at most 1000 of them.
     */
    public List<TensorGroup> groups() {
        return tree.groups();
    }

    /** Returns the numbers, strings and booleans that stand at the top, such as {@code epoch}, as text; at most 1000. */
    public Map<String, String> facts() {
        return tree.facts();
    }

    /**
     * Chooses the weights. From the top on:
     *
     * <ol>
     *   <li>a dict that holds tensors itself, and none of the names below with tensors, is taken;
     *   <li>of the dicts with tensors, the first is followed of {@code teacher}, {@code model}, {@code state_dict},
     *       {@code model_state_dict}, {@code module}, {@code net}, {@code model_ema}, {@code state_dict_ema},
     *       {@code student};
     *   <li>or else the only one whose name does not start with {@code optimizer}.
     * </ol>
     *
     * @return the tensors of that dict, as by {@link #weights(String)}
     * @throws PytorchException if there are no tensors, or there is no telling which dict is meant; the message lists the
     *     choices
     */
    public WeightsFile weights() throws PytorchException {
        return new PytorchWeights(file, order, tree, tree.preferred());
    }

    /**
     * Returns the tensors of a dict, those of the dicts below included: their names are the keys joined by dots.
     *
     * @param key the place of the dict: keys from the top joined by slashes, as listed by {@link #groups}
     * @return the tensors; they share this open file, and closing either closes both
     * @throws PytorchException if there is no such dict, or it is something else, or it holds no tensors
     */
    public WeightsFile weights(String key) throws PytorchException {
        return new PytorchWeights(file, order, tree, KeyPath.keys(key));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
