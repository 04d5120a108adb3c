package io.splitmask.tck;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** All ways in which two operands can broadcast, as trials of one kernel. */
final class BinaryForms {
    /** A kernel of two operands. */
    @FunctionalInterface
    interface Binary {
        Buffer run(Kernels k, Buffer a, Buffer b);
    }

    private static final int[][][] SHAPES = {
        {{}, {}},
        {{1}, {1}},
        {{13}, {13}},
        {{2, 3, 4}, {2, 3, 4}},
        {{7, 197}, {}},
        {{}, {7, 197}},
        {{3, 7}, {1}},
        {{3, 7}, {7}},
        {{7}, {3, 7}},
        {{3, 7}, {3, 1}},
        {{3, 1}, {3, 7}},
        {{3, 1}, {1, 7}},
        {{3, 1}, {7}},
        {{2, 3, 4}, {3, 1}},
        {{2, 3, 4}, {2, 1, 4}},
        {{2, 3, 4}, {2, 1, 1}},
        {{2, 3, 4}, {1, 1, 4}},
        {{2, 1, 4}, {3, 1}},
        {{1, 197, 64}, {3, 197, 64}},
        {{3, 197, 64}, {197, 1}},
        {{2, 3, 1, 5}, {3, 7, 1}},
        {{2, 1, 3, 1, 2}, {1, 4, 1, 5, 2}},
        {{0, 3}, {3}},
        {{0, 3}, {0, 1}},
        {{2, 0}, {1}},
    };

    private BinaryForms() {}

    /** @param sample makes an operand; called with its position and its sizes */
    static List<Trial> of(String kernel, Binary binary, BiFunction<Integer, int[], Sample> sample) {
        List<Trial> trials = new ArrayList<>();
        for (int[][] pair : SHAPES) {
            Sample a = sample.apply(0, pair[0]);
            Sample b = sample.apply(1, pair[1]);
            trials.add(Trial.of(
                    kernel,
                    a.shape() + " with " + b.shape(),
                    List.of(a, b),
                    (k, in) -> binary.run(k, in.get(0), in.get(1))));
        }
        return trials;
    }
}
