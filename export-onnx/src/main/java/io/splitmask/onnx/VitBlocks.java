package io.splitmask.onnx;

import static io.splitmask.onnx.OnnxGraph.attribute;

import io.splitmask.export.TrainedNetwork;
import io.splitmask.nn.RelativePositionBias;
import io.splitmask.nn.RelativePositions;
import io.splitmask.nn.VitConfig;
import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The transformer blocks of a network. Shapes: B is the batch, T = 1 + N tokens. */
final class VitBlocks {
    private static final String TABLE = RelativePositionBias.TABLE;

    private final OnnxGraph graph;
    private final VitLayers layers;
    private final TrainedNetwork network;
    private final VitConfig config;
    private final String scale;
    private final String splitHeads;
    private final String joinHeads;
    private final List<String> parts;
    /** Row of the table for every pair of tokens [T, T]. */
    private final Optional<String> positionIndex;
    /** The bias on the scores that all blocks share [H, T, T]. */
    private final Optional<String> sharedBias;

    VitBlocks(OnnxGraph graph, VitLayers layers, TrainedNetwork network) {
        this.graph = graph;
        this.layers = layers;
        this.network = network;
        this.config = network.config();
        scale = graph.number("attention/scale", 1 / Math.sqrt(config.headWidth()));
        splitHeads = graph.longs("attention/split", 0, 0, 3, config.heads(), config.headWidth());
        joinHeads = graph.longs("attention/join", 0, 0, config.width());
        parts = List.of(part("query", 0), part("key", 1), part("value", 2));
        RelativePositions relative = config.variant().relativePositions();
        positionIndex = relative == RelativePositions.NONE ? Optional.empty() : Optional.of(index());
        sharedBias = relative == RelativePositions.SHARED ? Optional.of(bias("rel_pos_bias")) : Optional.empty();
    }

    private String part(String name, int number) {
        return graph.longs("attention/" + name, Shape.of(), number);
    }

    private String index() {
        int tokens = 1 + config.numPatches();
        long[] rows = Arrays.stream(RelativePositionBias.index(config.grid()))
                .asLongStream()
                .toArray();
        return graph.longs("attention/position_index", Shape.of(tokens, tokens), rows);
    }

    /**
     * Returns the bias on the scores that a table makes.
     *
     * @param of whose table it is
     * @return [H, T, T]
     */
    private String bias(String of) {
        String rows = graph.node(
                "Gather",
                of + "/rows",
                List.of(layers.weight(of + "." + TABLE), positionIndex.orElseThrow()),
                attribute("axis", 0)); // [T, T, H]
        return graph.node("Transpose", of + "/bias", List.of(rows), attribute("perm", List.of(2L, 0L, 1L)));
    }

    /**
     * Adds a block.
     *
     * @param name such as {@code blocks.0}
     * @param x [B, T, D]
     * @return [B, T, D]
     */
    String block(String name, String x) {
        String attended = attention(name + ".attn", layers.norm(name + ".norm1", x));
        String middle = graph.node("Add", name + "/middle", List.of(x, scaled(name + ".ls1", attended)));
        String hidden = layers.linear(name + ".mlp.fc1", layers.norm(name + ".norm2", middle));
        String perceived = layers.linear(name + ".mlp.fc2", layers.gelu(name + ".mlp.act", hidden));
        return graph.node("Add", name + "/out", List.of(middle, scaled(name + ".ls2", perceived)));
    }

    private String scaled(String name, String x) {
        return config.hasLayerScale()
                ? graph.node("Mul", name + "/out", List.of(x, layers.weight(name + ".gamma")))
                : x;
    }

    private String attention(String name, String x) {
        String projected = layers.linear(name + ".qkv", x, projectionBias(name), name + ".qkv/out");
        String heads = graph.node("Reshape", name + "/heads", List.of(projected, splitHeads)); // [B, T, 3, H, Dh]
        String apart = graph.node(
                "Transpose",
                name + "/apart",
                List.of(heads),
                attribute("perm", List.of(2L, 0L, 3L, 1L, 4L))); // [3, B, H, T, Dh]
        String query = graph.node("Mul", name + "/query_scaled", List.of(taken(name + "/query", apart, 0), scale));
        String key = graph.node(
                "Transpose",
                name + "/key_transposed",
                List.of(taken(name + "/key", apart, 1)),
                attribute("perm", List.of(0L, 1L, 3L, 2L))); // [B, H, Dh, T]
        String scores = graph.node("MatMul", name + "/scores", List.of(query, key)); // [B, H, T, T]
        String weights = graph.node("Softmax", name + "/weights", List.of(biased(name, scores)), attribute("axis", -1));
        String mixed = graph.node("MatMul", name + "/mixed", List.of(weights, taken(name + "/value", apart, 2)));
        String byToken =
                graph.node("Transpose", name + "/by_token", List.of(mixed), attribute("perm", List.of(0L, 2L, 1L, 3L)));
        String joined = graph.node("Reshape", name + "/joined", List.of(byToken, joinHeads)); // [B, T, D]
        return layers.linear(name + ".proj", joined);
    }

    private String taken(String name, String apart, int part) {
        return graph.node("Gather", name, List.of(apart, parts.get(part)), attribute("axis", 0));
    }

    private String biased(String name, String scores) {
        Optional<String> bias = config.variant().relativePositions() == RelativePositions.PER_BLOCK
                ? Optional.of(bias(name))
                : sharedBias;
        return bias.isEmpty() ? scores : graph.node("Add", name + "/scores_biased", List.of(scores, bias.get()));
    }

    private String projectionBias(String name) {
        float[] bias = network.projectionBias(name);
        return graph.floats(name + ".qkv.bias", Shape.of(bias.length), bias);
    }
}
