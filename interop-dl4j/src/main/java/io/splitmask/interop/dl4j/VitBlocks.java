package io.splitmask.interop.dl4j;

import io.splitmask.export.TrainedNetwork;
import io.splitmask.nn.RelativePositions;
import io.splitmask.nn.VitConfig;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** The transformer blocks of a network. Shapes: B is the batch, T = 1 + N tokens. */
final class VitBlocks {
    private final SameDiff graph;
    private final VitLayers layers;
    private final TrainedNetwork network;
    private final VitConfig config;
    private final int tokens;
    /** The bias on the scores that all blocks share [1, H, T, T]. */
    private final Optional<SDVariable> sharedBias;

    VitBlocks(SameDiff graph, VitLayers layers, TrainedNetwork network) {
        this.graph = graph;
        this.layers = layers;
        this.network = network;
        this.config = network.config();
        this.tokens = 1 + config.numPatches();
        this.sharedBias = config.variant().relativePositions() == RelativePositions.SHARED
                ? Optional.of(bias("rel_pos_bias"))
                : Optional.empty();
    }

    /**
     * Adds a block.
     *
     * @param name such as {@code blocks.0}
     * @param x [B*T, D]
     * @return [B*T, D]
     */
    SDVariable block(String name, SDVariable x) {
        SDVariable attended = attention(name + ".attn", layers.norm(name + ".norm1", x));
        SDVariable middle = x.add(scaled(name + ".ls1", attended));
        SDVariable hidden = layers.gelu(layers.linear(name + ".mlp.fc1", layers.norm(name + ".norm2", middle)));
        return middle.add(scaled(name + ".ls2", layers.linear(name + ".mlp.fc2", hidden)));
    }

    private SDVariable scaled(String name, SDVariable x) {
        return config.hasLayerScale() ? x.mul(layers.weight(name + ".gamma")) : x;
    }

    private SDVariable attention(String name, SDVariable x) {
        SDVariable projected = layers.linear(x, layers.weight(name + ".qkv.weight"), projectionBias(name));
        SDVariable[] parts = graph.unstack(
                projected.reshape(-1L, tokens, 3, config.heads(), config.headWidth()), 2, 3); // [B, T, H, Dh]
        SDVariable query = parts[0].permute(0, 2, 1, 3).mul(1 / Math.sqrt(config.headWidth()));
        SDVariable key = parts[1].permute(0, 2, 1, 3);
        SDVariable value = parts[2].permute(0, 2, 1, 3); // [B, H, T, Dh]
        SDVariable scores = biased(name, graph.mmul(query, key, false, true, false)); // [B, H, T, T]
        SDVariable mixed = graph.mmul(graph.nn().softmax(scores, -1), value); // [B, H, T, Dh]
        SDVariable joined = mixed.permute(0, 2, 1, 3).reshape(-1L, config.width()); // [B*T, D]
        return layers.linear(name + ".proj", joined);
    }

    private SDVariable biased(String name, SDVariable scores) {
        Optional<SDVariable> bias = config.variant().relativePositions() == RelativePositions.PER_BLOCK
                ? Optional.of(bias(name))
                : sharedBias;
        return bias.isEmpty() ? scores : scores.add(bias.get());
    }

    /** Returns the bias on the scores [1, H, T, T] that a table makes. @param of whose table it is */
    private SDVariable bias(String of) {
        return layers.constant(
                of + ".relative_position_bias", network.scoreBias(of), 1, config.heads(), tokens, tokens);
    }

    private SDVariable projectionBias(String name) {
        return layers.constant(name + ".qkv.bias", network.projectionBias(name), 3L * config.width());
    }
}
