package io.splitmask.onnx;

import static io.splitmask.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.splitmask.export.TrainedNetwork;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The graph of a Vision Transformer from images to what its head gives, or to its tokens. Shapes: B is the batch. */
final class VitGraph {
    private final TrainedNetwork network;
    private final VitConfig config;
    private final OnnxGraph graph = new OnnxGraph("vision_transformer");
    private final VitLayers layers;

    VitGraph(TrainedNetwork network) {
        this.network = network;
        this.config = network.config();
        this.layers =
                new VitLayers(graph, network.parameters(), config.variant().layerNormEps());
    }

    /**
     * Builds the model.
     *
     * @param metadata to store beside the graph
     */
    ModelProto build(Map<String, String> metadata) {
        String images = graph.input(
                OnnxExport.IMAGES,
                "images, normalised by image_mean and image_std of the metadata",
                VisionTransformer.CHANNELS,
                config.imageHeight(),
                config.imageWidth());
        String x = withClassToken(images, patches(images));
        VitBlocks blocks = new VitBlocks(graph, layers, network);
        for (int i = 0; i < config.depth(); i++) {
            x = blocks.block("blocks." + i, x);
        }
        if (layers.has("norm.weight")) {
            x = layers.norm("norm", x);
        }
        if (network.pooling().isEmpty()) {
            outputTokens(x);
        } else {
            outputLogits(x, network.pooling().get());
        }
        return graph.model(metadata);
    }

    /**
     * Returns the patches with their positions.
     *
     * @return [B, N, D]
     */
    private String patches(String images) {
        long side = config.patchSize();
        String filtered = graph.node(
                "Conv",
                "patch_embed/filtered",
                List.of(images, layers.weight("patch_embed.proj.weight"), layers.weight("patch_embed.proj.bias")),
                attribute("kernel_shape", List.of(side, side)),
                attribute("strides", List.of(side, side))); // [B, D, Gh, Gw]
        String rows = graph.node(
                "Reshape",
                "patch_embed/rows",
                List.of(filtered, graph.longs("patch_embed/shape", 0, config.width(), config.numPatches())));
        String patches =
                graph.node("Transpose", "patch_embed/patches", List.of(rows), attribute("perm", List.of(0L, 2L, 1L)));
        if (!config.variant().absolutePositions()) {
            return patches;
        }
        float[] positions = layers.values("pos_embed");
        String ofPatches = graph.floats(
                "pos_embed.patches",
                Shape.of(1, config.numPatches(), config.width()),
                Arrays.copyOfRange(positions, config.width(), positions.length));
        return graph.node("Add", "patch_embed/placed", List.of(patches, ofPatches));
    }

    /**
     * Puts the class token with its position in front.
     *
     * @return [B, 1 + N, D]
     */
    private String withClassToken(String images, String patches) {
        float[] token = layers.values("cls_token");
        if (config.variant().absolutePositions()) {
            float[] positions = layers.values("pos_embed");
            for (int d = 0; d < token.length; d++) {
                token[d] += positions[d];
            }
        }
        String one = graph.floats("cls_token", Shape.of(1, 1, config.width()), token);
        String batch =
                graph.node("Shape", "cls_token/batch", List.of(images), attribute("start", 0), attribute("end", 1));
        String shape = graph.node(
                "Concat",
                "cls_token/shape",
                List.of(batch, graph.longs("cls_token/row", 1, config.width())),
                attribute("axis", 0));
        String all = graph.node("Expand", "cls_token/all", List.of(one, shape));
        return graph.node("Concat", "tokens", List.of(all, patches), attribute("axis", 1));
    }

    private void outputTokens(String encoded) {
        graph.output(classToken(OnnxExport.CLASS_TOKEN, encoded), "output of the class token", config.width());
        graph.output(
                patchTokens(OnnxExport.PATCH_TOKENS, encoded),
                "outputs of the patches, row by row from the top left",
                config.numPatches(),
                config.width());
    }

    private void outputLogits(String encoded, Pooling pooling) {
        String pooled = pooling == Pooling.CLASS_TOKEN
                ? classToken("pooled", encoded)
                : layers.norm(
                        "fc_norm",
                        graph.node(
                                "ReduceMean",
                                "pooled",
                                List.of(patchTokens("pooled/patches", encoded)),
                                attribute("axes", List.of(1L)),
                                attribute("keepdims", 0)));
        String logits = layers.linear("head", pooled, OnnxExport.LOGITS);
        graph.output(
                logits,
                "scores of the classes before the softmax",
                network.classes().size());
    }

    private String classToken(String name, String encoded) {
        return graph.node(
                "Gather", name, List.of(encoded, graph.longs(name + "/row", Shape.of(), 0)), attribute("axis", 1));
    }

    private String patchTokens(String name, String encoded) {
        return graph.node(
                "Slice",
                name,
                List.of(
                        encoded,
                        graph.longs(name + "/from", 1),
                        graph.longs(name + "/to", 1L + config.numPatches()),
                        graph.longs(name + "/axis", 1)));
    }
}
