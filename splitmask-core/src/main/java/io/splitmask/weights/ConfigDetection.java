package io.splitmask.weights;

import io.splitmask.io.WeightsException;
import io.splitmask.nn.PatchGrid;
import io.splitmask.nn.RelativePositionBias;
import io.splitmask.nn.RelativePositions;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.VitVariant;
import io.splitmask.tensor.Shape;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the sizes of a network from the shapes of its tensors and what is published beside them. */
final class ConfigDetection {
    private static final int USUAL_HEAD_WIDTH = 64;
    /** Only tells that there are layer scales: how they started is of no consequence once they are read. */
    private static final double SOME_LAYER_SCALE = 0.1;

    private static final String PROJECTION = "patch_embed.proj.weight";
    private static final String SHARED_TABLE = "rel_pos_bias." + RelativePositionBias.TABLE;
    private static final String FIRST_TABLE = "blocks.0.attn." + RelativePositionBias.TABLE;
    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d{1,4})\\..*");

    private final Path path;
    private final NameMap names;
    private final ShapeOf shapes;
    private final PublishedConfig published;

    ConfigDetection(Path path, NameMap names, PublishedConfig published) {
        this.path = path;
        this.names = names;
        this.shapes = new ShapeOf(path, names);
        this.published = published;
    }

    VitConfig config() throws WeightsException {
        int width = projection().dim(0);
        int patchSize = projection().dim(2);
        checkWidth(width);
        PatchGrid grid = grid(Optional.empty());
        Shape mlp = shapes.get("blocks.0.mlp.fc1.weight", 2);
        boolean layerScale = shapes.find("blocks.0.ls1.gamma").isPresent();
        try {
            return new VitConfig(
                    Math.multiplyExact(grid.rows(), patchSize),
                    Math.multiplyExact(grid.columns(), patchSize),
                    patchSize,
                    width,
                    depth(),
                    heads(width),
                    (double) mlp.dim(0) / width,
                    layerScale ? published.layerScale().orElse(SOME_LAYER_SCALE) : 0,
                    variant());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new WeightsException(path, "the shapes make no network: " + e.getMessage());
        }
    }

    /**
     * Returns the grid of patches.
     *
     * @param assumed see {@link GridDetection#grid}
     */
    PatchGrid grid(Optional<PatchGrid> assumed) throws WeightsException {
        return new GridDetection(path, shapes, published).grid(projection().dim(2), table(), assumed);
    }

    private Shape projection() throws WeightsException {
        Shape shape = shapes.get(PROJECTION, 4);
        int patchSize = shape.dim(2);
        shapes.require(
                PROJECTION,
                shape.size() > 0
                        && shape.equals(Shape.of(shape.dim(0), VisionTransformer.CHANNELS, patchSize, patchSize)),
                "expected [D, 3, P, P], got " + shape);
        return shape;
    }

    /** Returns the name of a table of relative positions. */
    private Optional<String> table() {
        return Stream.of(FIRST_TABLE, SHARED_TABLE)
                .filter(name -> shapes.find(name).isPresent())
                .findFirst();
    }

    private void checkWidth(int width) throws WeightsException {
        OptionalInt stated = published.width();
        if (stated.isPresent() && stated.getAsInt() != width) {
            throw new WeightsException(
                    path,
                    "expected a width of " + stated.getAsInt() + " as in " + PublishedConfig.FILE + " beside it, got "
                            + width + "; does that file belong to these weights?");
        }
    }

    private VitVariant variant() {
        RelativePositions relative = table().map(
                        name -> name.equals(SHARED_TABLE) ? RelativePositions.SHARED : RelativePositions.PER_BLOCK)
                .orElse(RelativePositions.NONE);
        return new VitVariant(
                shapes.find("pos_embed").isPresent(),
                relative,
                shapes.find("blocks.0.attn.q_bias").isEmpty(),
                published.layerNormEps().orElse(names.naming().layout().defaultLayerNormEps()));
    }

    /** Blocks are counted without gaps: one far behind the others would make a network larger than the file. */
    private int depth() throws WeightsException {
        Set<Integer> blocks = names.tensors().keySet().stream()
                .map(BLOCK::matcher)
                .filter(Matcher::matches)
                .map(block -> Integer.valueOf(block.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        int depth = 0;
        for (int block : blocks) {
            if (block != depth) {
                throw new WeightsException(
                        path,
                        names.naming().theirs("blocks." + depth),
                        "expected blocks without gaps, got none of this number, but one of number " + block);
            }
            depth++;
        }
        return depth;
    }

    private int heads(int width) throws WeightsException {
        OptionalInt stated = published.heads();
        Optional<String> table = table();
        if (table.isPresent()) {
            int columns = shapes.get(table.get(), 2).dim(1);
            shapes.require(
                    table.get(),
                    stated.isEmpty() || stated.getAsInt() == columns,
                    "expected a column for each of the " + stated.orElse(0) + " heads of " + PublishedConfig.FILE
                            + " beside it, got " + columns);
            return columns;
        }
        if (stated.isEmpty() && width % USUAL_HEAD_WIDTH != 0) {
            throw new WeightsException(
                    path,
                    "expected a " + PublishedConfig.FILE + " beside the file to say the number of heads, got none, and "
                            + "the width " + width + " is no multiple of the usual " + USUAL_HEAD_WIDTH + " per head");
        }
        return stated.orElse(width / USUAL_HEAD_WIDTH);
    }
}
