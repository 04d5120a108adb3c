package io.splitmask.export;

import io.splitmask.nn.Pooling;
import io.splitmask.nn.RelativePositions;
import io.splitmask.nn.VitConfig;
import java.util.Collection;
import java.util.Optional;

/**
 * The method {@code forward} of a Vision Transformer, in the dialect in which PyTorch stores scripts. Shapes: B is the
 * batch, T = 1 + N tokens.
 */
final class ScriptText {
    private static final String SHARED_BIAS = "rel_pos_bias." + OutgoingTensors.SPELLED_OUT;

    private final VitConfig config;
    private final Optional<Pooling> pooling;
    private final Collection<String> tensors;
    private final StringBuilder text = new StringBuilder();

    /** Begins. @param tensors names of those that there are */
    ScriptText(VitConfig config, Optional<Pooling> pooling, Collection<String> tensors) {
        this.config = config;
        this.pooling = pooling;
        this.tensors = tensors;
    }

    String forward() {
        String result = pooling.isEmpty() ? "Tuple[Tensor, Tensor]" : "Tensor";
        text.append("  def forward(self: __torch__.VisionTransformer, images: Tensor) -> " + result + ":\n");
        tokens();
        for (int i = 0; i < config.depth(); i++) {
            block("blocks." + i);
        }
        if (tensors.contains("norm.weight")) {
            assign("x", norm("norm", "x"));
        }
        if (pooling.isEmpty()) {
            line("return (torch.select(x, 1, 0), torch.slice(x, 1, 1))");
        } else {
            String pooled = pooling.get() == Pooling.CLASS_TOKEN
                    ? "torch.select(x, 1, 0)"
                    : norm("fc_norm", "torch.mean(torch.slice(x, 1, 1), [1])");
            line("return " + linear("head", pooled));
        }
        return text.toString();
    }

    /** Makes x [B, T, D] of images [B, 3, Hi, Wi]. */
    private void tokens() {
        String patch = "[" + config.patchSize() + ", " + config.patchSize() + "]";
        assign(
                "patches",
                "torch.conv2d(images, " + weightAndBias("patch_embed.proj") + ", " + patch + ", [0, 0], [1, 1], 1)");
        assign("patches", "torch.transpose(torch.flatten(patches, 2), 1, 2)"); // [B, N, D]
        assign("class_token", "torch.expand(" + tensor("cls_token") + ", [torch.size(images, 0), -1, -1])");
        assign("x", "torch.cat([class_token, patches], 1)");
        if (config.variant().absolutePositions()) {
            assign("x", "torch.add(x, " + tensor("pos_embed") + ")");
        }
    }

    private void block(String name) {
        attention(name + ".attn", norm(name + ".norm1", "x"));
        residual(name + ".ls1", "attended");
        assign("hidden", "torch.gelu(" + linear(name + ".mlp.fc1", norm(name + ".norm2", "x")) + ")");
        residual(name + ".ls2", linear(name + ".mlp.fc2", "hidden"));
    }

    private void residual(String scale, String branch) {
        String scaled = config.hasLayerScale() ? "torch.mul(" + branch + ", " + tensor(scale + ".gamma") + ")" : branch;
        assign("x", "torch.add(x, " + scaled + ")");
    }

    private void attention(String name, String x) {
        int tokens = 1 + config.numPatches();
        String split = "[-1, " + tokens + ", 3, " + config.heads() + ", " + config.headWidth() + "]";
        assign("qkv", "torch.reshape(" + linear(name + ".qkv", x) + ", " + split + ")");
        assign("qkv", "torch.permute(qkv, [2, 0, 3, 1, 4])"); // [3, B, H, T, Dh]
        assign(
                "attended",
                "torch.scaled_dot_product_attention(torch.select(qkv, 0, 0), torch.select(qkv, 0, 1), "
                        + "torch.select(qkv, 0, 2), " + bias(name) + ")");
        assign(
                "attended",
                "torch.reshape(torch.transpose(attended, 1, 2), [-1, " + tokens + ", " + config.width() + "])");
        assign("attended", linear(name + ".proj", "attended"));
    }

    /** Returns what is added to the scores [1, H, T, T]. */
    private String bias(String attention) {
        RelativePositions relative = config.variant().relativePositions();
        return relative == RelativePositions.NONE
                ? "None"
                : tensor(
                        relative == RelativePositions.SHARED
                                ? SHARED_BIAS
                                : attention + "." + OutgoingTensors.SPELLED_OUT);
    }

    private String norm(String name, String x) {
        return "torch.layer_norm(" + x + ", [" + config.width() + "], " + weightAndBias(name) + ", "
                + config.variant().layerNormEps() + ")";
    }

    private String linear(String name, String x) {
        return "torch.linear(" + x + ", " + weightAndBias(name) + ")";
    }

    private String weightAndBias(String name) {
        return tensor(name + ".weight") + ", " + tensor(name + ".bias");
    }

    private String tensor(String name) {
        if (!tensors.contains(name)) {
            throw new IllegalStateException("TorchScript: the network has no tensor of this name: " + name);
        }
        return ScriptModule.expression(name);
    }

    private void assign(String variable, String expression) {
        line(variable + " = " + expression);
    }

    private void line(String statement) {
        text.append("    ").append(statement).append('\n');
    }
}
