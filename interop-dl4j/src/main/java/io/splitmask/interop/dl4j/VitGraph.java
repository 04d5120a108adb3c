package io.splitmask.interop.dl4j;

import io.splitmask.export.TrainedNetwork;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.PadMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The graph of a Vision Transformer from images to what its head gives, or to its tokens. Shapes: B is the batch,
 * T = 1 + N tokens. Between the ends tokens are rows [B*T, D], for ND4J multiplies matrices of equal rank only.
 */
final class VitGraph {
    private final TrainedNetwork network;
    private final VitConfig config;
    private final SameDiff graph = SameDiff.create();
    private final VitLayers layers;

    VitGraph(TrainedNetwork network) {
        this.network = network;
        this.config = network.config();
        this.layers =
                new VitLayers(graph, network.parameters(), config.variant().layerNormEps());
    }

    SameDiff build() {
        SDVariable images = graph.placeHolder(
                SameDiffModels.IMAGES,
                DataType.FLOAT,
                -1,
                VisionTransformer.CHANNELS,
                config.imageHeight(),
                config.imageWidth());
        SDVariable x = withClassToken(patches(images)).reshape(-1L, config.width());
        VitBlocks blocks = new VitBlocks(graph, layers, network);
        for (int i = 0; i < config.depth(); i++) {
            x = blocks.block("blocks." + i, x);
        }
        if (layers.has("norm.weight")) {
            x = layers.norm("norm", x);
        }
        SDVariable encoded = x.reshape(-1L, 1 + config.numPatches(), config.width());
        if (network.pooling().isEmpty()) {
            classToken(encoded).rename(SameDiffModels.CLASS_TOKEN);
            patchTokens(encoded).rename(SameDiffModels.PATCH_TOKENS);
            graph.setOutputs(SameDiffModels.CLASS_TOKEN, SameDiffModels.PATCH_TOKENS);
        } else {
            classify(encoded, network.pooling().get());
            graph.setOutputs(SameDiffModels.LOGITS, SameDiffModels.PROBABILITIES);
        }
        return graph;
    }

    /** Returns the patches without positions [B, N, D]. */
    private SDVariable patches(SDVariable images) {
        int side = config.patchSize();
        int channels = VisionTransformer.CHANNELS;
        int rows = config.grid().rows();
        int columns = config.grid().columns();
        long values = (long) channels * side * side;
        SDVariable cut = images.reshape(-1L, channels, rows, side, columns, side)
                .permute(0, 2, 4, 1, 3, 5)
                .reshape(-1L, values); // [B*N, 3*P*P]
        String name = "patch_embed.proj.weight";
        SDVariable weight = layers.constant(name, layers.values(name), config.width(), values);
        return layers.linear(cut, weight, layers.weight("patch_embed.proj.bias"))
                .reshape(-1L, config.numPatches(), config.width());
    }

    /** Puts the class token in front and adds the positions: [B, T, D]. */
    private SDVariable withClassToken(SDVariable patches) {
        // A row of zeros for any batch, to which the token is added with the positions.
        SDVariable frontRow =
                graph.constant("patch_embed.pad", Nd4j.createFromArray(new int[][] {{0, 0}, {1, 0}, {0, 0}}));
        SDVariable padded = graph.nn().pad(patches, frontRow, PadMode.CONSTANT, 0);
        int tokens = 1 + config.numPatches();
        float[] added =
                config.variant().absolutePositions() ? layers.values("pos_embed") : new float[tokens * config.width()];
        float[] token = layers.values("cls_token");
        for (int d = 0; d < token.length; d++) {
            added[d] += token[d];
        }
        return padded.add(layers.constant("cls_token_and_positions", added, 1, tokens, config.width()));
    }

    private void classify(SDVariable encoded, Pooling pooling) {
        SDVariable pooled = pooling == Pooling.CLASS_TOKEN
                ? classToken(encoded)
                : layers.norm("fc_norm", patchTokens(encoded).mean(1));
        SDVariable logits = layers.linear("head", pooled).rename(SameDiffModels.LOGITS);
        graph.nn().softmax(SameDiffModels.PROBABILITIES, logits, 1);
    }

    private SDVariable classToken(SDVariable encoded) {
        return encoded.get(SDIndex.all(), SDIndex.point(0), SDIndex.all());
    }

    private SDVariable patchTokens(SDVariable encoded) {
        return encoded.get(SDIndex.all(), SDIndex.interval(1, 1 + config.numPatches()), SDIndex.all());
    }
}
