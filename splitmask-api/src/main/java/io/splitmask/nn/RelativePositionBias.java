package io.splitmask.nn;

import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;

/**
 * A learned bias on the scores of attention for every head and every offset between two patches; pairs with the class
 * token have three rows of their own. Parameter: {@code relative_position_bias_table} [R, H] (0) with
 * R = (2 Gh - 1)(2 Gw - 1) + 3.
 *
 * @see "golden cases, section 15; recipes, section 1.6; microsoft/unilm 768a3c8, beit/modeling_finetune.py"
 */
public final class RelativePositionBias extends Module {
    /** Name of the parameter: {@value}. */
    public static final String TABLE = "relative_position_bias_table";
    /** Rows at the end of a table for pairs with the class token: {@value}. */
    public static final int CLASS_ROWS = 3;

    private static final String OP = "relativePositionBias";
    /** The largest number whose square is below 2^31. */
    private static final int MOST_TOKENS = 46_340;

    private final Parameter table;
    private final Tensor index;
    private final int numTokens;

    /**
     * Creates the layer with a table of zeros.
     *
     * @param grid of the images that the network sees; at most 46,339 patches
     * @param heads H
     * @throws ShapeException if there are more patches
     */
    RelativePositionBias(Backend backend, PatchGrid grid, int heads) {
        super(backend);
        numTokens = numTokens(grid);
        table = parameter(TABLE, Shape.of(rows(grid), heads), 0f);
        index = Tensor.ofIndices(backend, index(grid), rows(grid), numTokens * numTokens);
    }

    /** Returns the number of rows of the table: offsets along both axes, and the three of the class token. */
    public static int rows(PatchGrid grid) {
        return Math.addExact(Math.multiplyExact(2 * grid.rows() - 1, 2 * grid.columns() - 1), CLASS_ROWS);
    }

    /**
     * Returns the row of the table for every pair of tokens.
     *
     * <p>Query patch (r, c) and key patch (r', c') have row {@code (r - r' + Gh - 1) * (2 Gw - 1) + c - c' + Gw - 1}.
     * The last three rows are those of the class token as query, of the class token as key, and of it with itself.
     *
     * @return [1 + N, 1 + N], row-major: query, key
     * @throws ShapeException if there are too many pairs for an array
     */
    public static int[] index(PatchGrid grid) {
        int tokens = numTokens(grid);
        int[] index = new int[tokens * tokens];
        int first = rows(grid) - CLASS_ROWS;
        index[0] = first + 2;
        for (int patch = 0; patch < grid.numPatches(); patch++) {
            index[1 + patch] = first;
            index[(1 + patch) * tokens] = first + 1;
            for (int key = 0; key < grid.numPatches(); key++) {
                int rows = patch / grid.columns() - key / grid.columns() + grid.rows() - 1;
                int columns = patch % grid.columns() - key % grid.columns() + grid.columns() - 1;
                index[(1 + patch) * tokens + 1 + key] = rows * (2 * grid.columns() - 1) + columns;
            }
        }
        return index;
    }

    /** Returns 1 + N if a tensor can hold all pairs of so many tokens. */
    private static int numTokens(PatchGrid grid) {
        int tokens = 1 + grid.numPatches();
        if (tokens > MOST_TOKENS) {
            throw new ShapeException(
                    OP,
                    "expected at most " + MOST_TOKENS + " tokens, of which all pairs have an entry, got " + tokens
                            + "; use smaller images or larger patches",
                    Shape.of(tokens));
        }
        return tokens;
    }

    /**
     * Returns the bias of a whole image.
     *
     * @param tokens T of the sequence; must be 1 + N, as the order of the tokens says where they lie
     * @return [H, T, T]
     * @throws ShapeException if the sequence is not a class token and all patches
     */
    Tensor forward(int tokens) {
        if (tokens != numTokens) {
            throw new ShapeException(
                    OP,
                    "expected a class token and all " + (numTokens - 1) + " patches, got " + tokens
                            + " tokens; a network with relative positions sees whole images of one size",
                    Shape.of(tokens));
        }
        return table.tensor().take(index).reshape(tokens, tokens, -1).permute(2, 0, 1);
    }
}
