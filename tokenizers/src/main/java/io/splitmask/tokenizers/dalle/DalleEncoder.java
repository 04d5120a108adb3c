package io.splitmask.tokenizers.dalle;

import io.splitmask.nn.Extent;
import io.splitmask.nn.MaxPool;
import io.splitmask.nn.Module;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoder of DALL-E's discrete VAE: a 7 x 7 convolution, four groups of two residual blocks with max pooling between
 * the groups, and a 1 x 1 convolution to the logits of the words. Parameters have the published names, such as
 * {@code blocks.group_1.block_2.res_path.conv_3.w}.
 *
 * @see "recipes, sections 3.2 and 3.3; openai/DALL-E 5be4b23, dall_e/encoder.py"
 */
public final class DalleEncoder extends Module {
    /** Pixels for which there is one word, along rows and along columns: {@value}. */
    public static final int PATCH_SIZE = 1 << DalleConfig.GROUPS - 1;

    private static final Extent PAIR = Extent.square(2);

    private final DalleConfig config;
    private final DalleConvolution input;
    private final List<List<DalleBlock>> groups = new ArrayList<>();
    private final DalleConvolution output;

    /** Creates the layers; weights are zero until assigned. */
    public DalleEncoder(Backend backend, DalleConfig config) {
        super(backend);
        this.config = config;
        input = child(
                "blocks.input",
                new DalleConvolution(backend, VisionTransformer.CHANNELS, config.hidden(), DalleConfig.INPUT_KERNEL));
        for (int group = 0; group < DalleConfig.GROUPS; group++) {
            List<DalleBlock> blocks = new ArrayList<>();
            for (int block = 0; block < DalleConfig.BLOCKS; block++) {
                blocks.add(child(
                        DalleConfig.blockName(group, block),
                        new DalleBlock(backend, config.inputWidth(group, block), config.width(group))));
            }
            groups.add(blocks);
        }
        output = child(
                "blocks.output.conv",
                new DalleConvolution(backend, config.width(DalleConfig.GROUPS - 1), config.vocabulary(), 1));
    }

    /** Returns the widths. */
    public DalleConfig config() {
        return config;
    }

    /**
     * Computes the logits of the words.
     *
     * @param pixels [B, 3, Hi, Wi] after DALL-E's mapping, {@code 0.8 x + 0.1} of colours in 0..1; {@value #PATCH_SIZE}
     *     divides both sides
     * @return [B, V, Hi/8, Wi/8], owned by the current scope
     */
    public Tensor logits(Tensor pixels) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = at("blocks.input", () -> input.forward(pixels));
            for (int group = 0; group < groups.size(); group++) {
                for (DalleBlock block : groups.get(group)) {
                    x = replaced(x, block.forward(x));
                }
                if (group < groups.size() - 1) {
                    x = replaced(x, MaxPool.of(x, PAIR, PAIR, Extent.NONE));
                }
            }
            return scope.release(output.forward(x.relu()));
        }
    }

    /** Frees the images of a stage that is over: those of the first groups are large. */
    private static Tensor replaced(Tensor old, Tensor next) {
        old.close();
        return next;
    }
}
