package io.splitmask.weights;

import io.splitmask.io.HostTensor;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.init.Normal;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** A file of weights as another library would write it. */
final class PublishedFile {
    private final Map<String, HostTensor> tensors = new LinkedHashMap<>();

    /** Fills the parameters of a network with numbers that depend on their names alone. */
    static <M extends Module> M filled(M network) {
        network.parameters().forEach((name, parameter) -> parameter.assign(values(name, parameter.shape())));
        return network;
    }

    private static float[] values(String name, Shape shape) {
        return new Normal(0.5).values(shape, SplittableSeed.of(8).child(name).stream());
    }

    /** Adds the parameters of a network under other names. */
    PublishedFile add(Module network, UnaryOperator<String> name) {
        network.parameters().forEach((ours, parameter) -> tensors.put(name.apply(ours), floats(parameter)));
        return this;
    }

    private static HostTensor floats(Parameter parameter) {
        return new HostTensor.Floats(parameter.shape(), parameter.toFloats());
    }

    /** Adds a tensor. */
    PublishedFile add(String name, int... dims) {
        Shape shape = Shape.of(dims);
        tensors.put(name, new HostTensor.Floats(shape, values(name, shape)));
        return this;
    }

    /** Adds a constant of whole numbers. */
    PublishedFile addLongs(String name, int... dims) {
        Shape shape = Shape.of(dims);
        tensors.put(name, new HostTensor.Longs(shape, new long[shape.intSize()]));
        return this;
    }

    PublishedFile without(String name) {
        Objects.requireNonNull(tensors.remove(name), name);
        return this;
    }

    /** Cuts joined weights and biases of attention into three, as Hugging Face does. */
    PublishedFile withSeparateQueries() {
        for (Map.Entry<String, HostTensor> entry : Map.copyOf(tensors).entrySet()) {
            if (entry.getKey().contains("qkv")) {
                HostTensor.Floats joined = (HostTensor.Floats) entry.getValue();
                int rows = joined.shape().dim(0) / 3;
                int size = joined.values().length / 3;
                String[] parts = {"query", "key", "value"};
                for (int i = 0; i < parts.length; i++) {
                    float[] values = Arrays.copyOfRange(joined.values(), i * size, (i + 1) * size);
                    tensors.put(
                            entry.getKey().replace("qkv", parts[i]),
                            new HostTensor.Floats(joined.shape().with(0, rows), values));
                }
                tensors.remove(entry.getKey());
            }
        }
        return this;
    }

    void write(Path file) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
        for (Map.Entry<String, HostTensor> entry : tensors.entrySet()) {
            writer = writer.add(entry.getKey(), entry.getValue());
        }
        writer.write(file);
    }

    /**
     * Names of Hugging Face, for what stands in the backbone.
     *
     * @param prefix such as {@code vit.}
     */
    static UnaryOperator<String> huggingFace(String prefix) {
        return name -> name.startsWith("head.")
                ? name.replace("head.", "classifier.")
                : prefix
                        + name.replaceFirst("^cls_token", "embeddings.cls_token")
                                .replaceFirst("^pos_embed", "embeddings.position_embeddings")
                                .replaceFirst("^patch_embed\\.proj", "embeddings.patch_embeddings.projection")
                                .replaceFirst("^rel_pos_bias", "encoder.relative_position_bias")
                                .replaceFirst("^norm", "layernorm")
                                .replaceFirst("^fc_norm", "pooler.layernorm")
                                .replaceFirst("^blocks", "encoder.layer")
                                .replace(".norm1.", ".layernorm_before.")
                                .replace(".norm2.", ".layernorm_after.")
                                .replace(".attn.proj.", ".attention.output.dense.")
                                .replace(".attn.qkv.", ".attention.attention.qkv.")
                                .replace(".attn.q_bias", ".attention.attention.query.bias")
                                .replace(".attn.v_bias", ".attention.attention.value.bias")
                                .replace(".attn.rel", ".attention.attention.relative_position_bias.rel")
                                .replace(".mlp.fc1.", ".intermediate.dense.")
                                .replace(".mlp.fc2.", ".output.dense.")
                                .replace(".ls1.gamma", ".lambda_1")
                                .replace(".ls2.gamma", ".lambda_2");
    }

    /** Names of BEiT's own code. */
    static String unilm(String name) {
        return name.replace(".ls1.gamma", ".gamma_1").replace(".ls2.gamma", ".gamma_2");
    }
}
