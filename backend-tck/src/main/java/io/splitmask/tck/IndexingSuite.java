package io.splitmask.tck;

import io.splitmask.spi.Buffer;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Rows picked by index and rows added up by index. */
abstract class IndexingSuite extends Suite {
    /** B, T, K, D. */
    private static final int[][] SIZES = {
        {1, 1, 1, 1}, {1, 7, 3, 13}, {3, 13, 13, 7}, {2, 3, 64, 1}, {3, 197, 98, 64}, {0, 3, 2, 5}, {2, 3, 0, 5}
    };

    IndexingSuite(Supplier<Bench> bench) {
        super(bench);
    }

    @Test
    void K070_gatherRowsPicksPerImage() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int[] s : SIZES) {
            trials.add(gather(samples.normal(s[0], s[1], s[3]), samples.indices(s[1], s[0], s[2])));
        }
        bench().each(trials, trial -> bench().compare(trial, Tolerance.EXACT));
    }

    @Test
    void K071_gatherRowsMayRepeat() {
        Sample x = Sample.of(Shape.of(2, 3, 2), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        Sample index = Sample.ofInts(Shape.of(2, 4), 2, 0, 2, 2, 1, 1, 0, 1);
        bench().expect(
                        gather(x, index),
                        Tolerance.EXACT,
                        Sample.of(Shape.of(2, 4, 2), 5, 6, 1, 2, 5, 6, 5, 6, 9, 10, 9, 10, 7, 8, 9, 10));
    }

    @Test
    void K072_scatterAddRowsAddsPerImage() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int[] s : SIZES) {
            trials.add(scatter(samples.normal(s[0], s[2], s[3]), samples.indices(s[1], s[0], s[2]), s[1]));
        }
        bench().each(trials, trial -> bench().compare(trial, Tolerances.REDUCTION.overSumOf(64)));
    }

    @Test
    void K073_scatterAddRowsAddsRepetitionsUp() {
        Sample source = Sample.of(Shape.of(1, 4, 2), 1, 10, 2, 20, 4, 40, 8, 80);
        Sample index = Sample.ofInts(Shape.of(1, 4), 2, 0, 2, 2);
        bench().expect(
                        scatter(source, index, 4),
                        Tolerance.EXACT,
                        Sample.of(Shape.of(1, 4, 2), 2, 20, 0, 0, 13, 130, 0, 0));
    }

    @Test
    void K074_scatterUndoesTheGatherOfAPermutation() {
        Sample x = bench().samples().normal(2, 13, 7);
        int[] order = new int[26];
        for (int i = 0; i < 26; i++) {
            order[i] = (i % 13 * 5 + i / 13) % 13;
        }
        bench().expect(
                        Trial.of(
                                "gatherRows, scatterAddRows",
                                "a permutation of 13 rows",
                                List.of(x, Sample.ofInts(Shape.of(2, 13), order)),
                                (k, in) -> {
                                    try (Buffer shuffled = k.gatherRows(in.get(0), in.get(1))) {
                                        return k.scatterAddRows(shuffled, in.get(1), 13);
                                    }
                                }),
                        Tolerance.EXACT,
                        x);
    }

    private static Trial gather(Sample x, Sample index) {
        String label = x.shape() + " by " + index.shape();
        return Trial.of("gatherRows", label, List.of(x, index), (k, in) -> k.gatherRows(in.get(0), in.get(1)));
    }

    private static Trial scatter(Sample source, Sample index, int rows) {
        String label = source.shape() + " to " + rows + " rows";
        return Trial.of(
                "scatterAddRows",
                label,
                List.of(source, index),
                (k, in) -> k.scatterAddRows(in.get(0), in.get(1), rows));
    }
}
