package io.splitmask.cli;

import io.splitmask.io.pytorch.ScriptArchive;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.TensorScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A tiny file of weights as {@code torch.save} writes it and DINO, MAE and DeiT publish it: names of timm, by themselves or
 * under {@code model}.
 */
final class PublishedCheckpoint {
    /** 64 wide, so that one head follows as in what is published. */
    private static final VitConfig NETWORK = new VitConfig(16, 16, 8, 64, 4, 1, 4, 0);

    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

    private PublishedCheckpoint() {}

    /** Writes a file. @param nested whether the weights are under {@code model} */
    static void write(Path file, boolean nested) throws IOException {
        try (Backend backend = Backends.open("reference", BackendConfig.cpu());
                TensorScope scope = TensorScope.open();
                OutputStream out = Files.newOutputStream(file)) {
            VisionTransformer network = new VisionTransformer(backend, NETWORK);
            WeightInitialisation.BEIT.apply(network, SplittableSeed.of(1));
            ScriptArchive archive = new ScriptArchive(out);
            archive.add("data.pkl", new PublishedCheckpoint().pickled(network.parameters(), nested));
            int number = 0;
            for (Parameter parameter : network.parameters().values()) {
                archive.add("data/" + number++, parameter.toFloats());
            }
            archive.finish();
        }
    }

    private byte[] pickled(Map<String, Parameter> parameters, boolean nested) {
        code("\u0080\u0002}(");
        if (nested) {
            text("model");
            code("}(");
        }
        int number = 0;
        for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
            text(entry.getKey());
            tensor(number++, entry.getValue().shape());
        }
        code(nested ? "uu." : "u.");
        return pickle.toByteArray();
    }

    /** Pushes the call by which PyTorch makes a tensor of a storage. */
    private void tensor(int storage, Shape shape) {
        code("ctorch._utils\n_rebuild_tensor_v2\n((");
        text("storage");
        code("ctorch\nFloatStorage\n");
        text(Integer.toString(storage));
        text("cpu");
        number(shape.intSize());
        code("tQ");
        number(0);
        code("(");
        for (int axis = 0; axis < shape.rank(); axis++) {
            number(shape.dim(axis));
        }
        code("t(");
        int stride = shape.intSize();
        for (int axis = 0; axis < shape.rank(); axis++) {
            stride /= shape.dim(axis);
            number(stride);
        }
        code("t\u0089ccollections\nOrderedDict\n)RtR");
    }

    private void code(String instructions) {
        pickle.writeBytes(instructions.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        code("X");
        little(bytes.length);
        pickle.writeBytes(bytes);
    }

    private void number(int number) {
        code("J");
        little(number);
    }

    private void little(int number) {
        pickle.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
    }
}
