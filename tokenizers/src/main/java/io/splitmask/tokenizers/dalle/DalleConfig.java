package io.splitmask.tokenizers.dalle;

import io.splitmask.config.Problems;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Widths of the encoder; its depth is fixed, as published.
 *
 * @param hidden channels of the first group, a multiple of 4; each of the three further groups has twice as many
 * @param vocabulary V, the number of words
 */
public record DalleConfig(int hidden, int vocabulary) {
    /** The published model: 53,786,240 parameters. */
    public static final DalleConfig PUBLISHED = new DalleConfig(256, 8192);

    /** Groups of blocks at one resolution: {@value}; between them the resolution is halved. */
    static final int GROUPS = 4;
    /** Blocks in a group: {@value}. */
    static final int BLOCKS = 2;
    /** Side of the input convolution: {@value} pixels. */
    static final int INPUT_KERNEL = 7;
    /** A block's hidden layers have the block's channels divided by {@value}. */
    static final int BOTTLENECK = 4;

    /** Checks the widths. */
    public DalleConfig {
        Problems.of("DalleConfig")
                .require(
                        hidden >= BOTTLENECK && hidden % BOTTLENECK == 0,
                        "expected hidden as a multiple of " + BOTTLENECK + ", got " + hidden)
                .require(hidden <= 1 << 16, "expected hidden <= 65536, got " + hidden)
                .atLeast(1, "vocabulary", vocabulary)
                .throwIfAny();
    }

    /** Returns the channels that come out of a group. @param group from 0 */
    int width(int group) {
        return hidden << group;
    }

    /** Returns the channels that go into a block. @param group from 0 @param block from 0 */
    int inputWidth(int group, int block) {
        return group > 0 && block == 0 ? width(group - 1) : width(group);
    }

    /** Returns name and shape of every tensor of the encoder, in the published order. */
    Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        convolution(shapes, "blocks.input", hidden, VisionTransformer.CHANNELS, INPUT_KERNEL);
        for (int group = 0; group < GROUPS; group++) {
            int width = width(group);
            int narrow = width / BOTTLENECK;
            for (int block = 0; block < BLOCKS; block++) {
                String name = blockName(group, block);
                int input = inputWidth(group, block);
                if (input != width) {
                    convolution(shapes, name + ".id_path", width, input, 1);
                }
                convolution(shapes, name + ".res_path.conv_1", narrow, input, 3);
                convolution(shapes, name + ".res_path.conv_2", narrow, narrow, 3);
                convolution(shapes, name + ".res_path.conv_3", narrow, narrow, 3);
                convolution(shapes, name + ".res_path.conv_4", width, narrow, 1);
            }
        }
        convolution(shapes, "blocks.output.conv", vocabulary, width(GROUPS - 1), 1);
        return shapes;
    }

    /** Returns the published name of a block. @param group from 0 @param block from 0 */
    static String blockName(int group, int block) {
        return "blocks.group_" + (group + 1) + ".block_" + (block + 1);
    }

    private static void convolution(Map<String, Shape> shapes, String name, int outputs, int inputs, int kernel) {
        shapes.put(name + ".w", Shape.of(outputs, inputs, kernel, kernel));
        shapes.put(name + ".b", Shape.of(outputs));
    }
}
