package io.splitmask.train;

import io.splitmask.nn.PatchGrid;
import io.splitmask.nn.RelativePositionBias;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.PositionInterpolation;
import io.splitmask.nn.init.RelativePositionInterpolation;
import io.splitmask.tensor.Shape;
import io.splitmask.weights.MappedTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Brings the tensors of a file into the form that a backbone wants: positions of another grid are interpolated, biases of
 * attention are split or joined (those of keys change nothing and become 0), and one table of relative positions for all
 * blocks gives each block its own.
 */
final class BackboneFit {
    private static final String POSITIONS = "pos_embed";
    private static final String SHARED_TABLE = "rel_pos_bias." + RelativePositionBias.TABLE;
    private static final String TABLE = ".attn." + RelativePositionBias.TABLE;
    private static final String WHOLE_BIAS = ".attn.qkv.bias";
    private static final String QUERY_BIAS = ".attn.q_bias";
    private static final String VALUE_BIAS = ".attn.v_bias";

    private final Map<String, Shape> wanted;
    private final Map<String, MappedTensor> tensors;
    private final List<String> interpolated = new ArrayList<>();

    /**
     * @param wanted shapes of the parameters of the backbone
     * @param found tensors of the file, by names of parameters
     */
    BackboneFit(Map<String, Shape> wanted, Map<String, MappedTensor> found) {
        this.wanted = wanted;
        this.tensors = new LinkedHashMap<>(found);
    }

    /**
     * Brings all into form.
     *
     * @param from grid of the file's tables
     * @param to sizes of the backbone
     */
    void fit(PatchGrid from, VitConfig to) {
        for (int i = 0; i < to.depth(); i++) {
            fitBiases("blocks." + i);
        }
        if (wanted.containsKey("blocks.0" + TABLE) && tensors.containsKey(SHARED_TABLE)) {
            MappedTensor shared = taken(SHARED_TABLE);
            for (int i = 0; i < to.depth(); i++) {
                tensors.put("blocks." + i + TABLE, shared);
            }
        }
        if (!from.equals(to.grid())) {
            interpolatePositions(from, to.grid());
            interpolateTables(from, to.grid());
        }
    }

    /** Returns the tensors in their new form; what could not be fitted is as it was. */
    Map<String, MappedTensor> tensors() {
        return tensors;
    }

    /** Returns what was resized, with both sizes. */
    List<String> interpolated() {
        return interpolated;
    }

    private MappedTensor taken(String name) {
        return Objects.requireNonNull(tensors.remove(name));
    }

    private void fitBiases(String block) {
        boolean whole = tensors.containsKey(block + WHOLE_BIAS);
        boolean parts = tensors.containsKey(block + QUERY_BIAS) && tensors.containsKey(block + VALUE_BIAS);
        if (wanted.containsKey(block + WHOLE_BIAS) && !whole && parts) {
            MappedTensor query = taken(block + QUERY_BIAS);
            MappedTensor value = taken(block + VALUE_BIAS);
            MappedTensor keys = query.mapped(query.shape(), read -> new float[read.length]);
            tensors.put(block + WHOLE_BIAS, MappedTensor.joined(List.of(query, keys, value)));
        } else if (wanted.containsKey(block + QUERY_BIAS) && whole && !parts) {
            int width = Objects.requireNonNull(wanted.get(block + QUERY_BIAS)).dim(0);
            if (Objects.requireNonNull(tensors.get(block + WHOLE_BIAS)).shape().equals(Shape.of(3 * width))) {
                MappedTensor bias = taken(block + WHOLE_BIAS);
                tensors.put(block + QUERY_BIAS, part(bias, 0, width));
                tensors.put(block + VALUE_BIAS, part(bias, 2, width));
            }
        }
    }

    private static MappedTensor part(MappedTensor bias, int part, int width) {
        return bias.mapped(Shape.of(width), read -> Arrays.copyOfRange(read, part * width, (part + 1) * width));
    }

    private void interpolatePositions(PatchGrid from, PatchGrid to) {
        Shape shape = wanted.get(POSITIONS);
        MappedTensor stored = tensors.get(POSITIONS);
        if (shape != null && stored != null && stored.shape().equals(shape.with(1, 1 + from.numPatches()))) {
            PositionInterpolation interpolation = new PositionInterpolation(from, to);
            tensors.put(POSITIONS, stored.mapped(shape, read -> interpolation.resize(read, shape.dim(2))));
            interpolated.add(POSITIONS + " from " + from + " to " + to);
        }
    }

    private void interpolateTables(PatchGrid from, PatchGrid to) {
        RelativePositionInterpolation interpolation = new RelativePositionInterpolation(from, to);
        wanted.forEach((name, shape) -> {
            MappedTensor stored = tensors.get(name);
            if (name.endsWith(RelativePositionBias.TABLE)
                    && stored != null
                    && stored.shape().equals(shape.with(0, RelativePositionBias.rows(from)))) {
                tensors.put(name, stored.mapped(shape, read -> interpolation.resize(read, shape.dim(1))));
                interpolated.add(name + " from " + from + " to " + to);
            }
        });
    }
}
