package io.splitmask.datasets.transform;

import java.util.ArrayList;
import java.util.List;

/**
 * Memory that a thread uses again for every image that it resizes: taking and clearing as much anew takes longer than
 * the additions. It grows to what the largest image so far needed.
 */
final class ResizeBuffers {
    /** Rows that are turned at once: long lines to add up, and yet all in the processor's cache. */
    static final int STRIPE = 96;

    /** Columns that are mixed before they are turned back into rows. */
    static final int BLOCK = 8;

    private static final ThreadLocal<ResizeBuffers> OF_THREAD = ThreadLocal.withInitial(ResizeBuffers::new);

    /** Output columns of a stripe. */
    final int[][] block = new int[BLOCK][3 * STRIPE];

    private final List<int[][]> rows = new ArrayList<>();
    private int[][] columns = new int[0][];

    private ResizeBuffers() {}

    static ResizeBuffers ofThread() {
        return OF_THREAD.get();
    }

    /** Returns at least {@code count} lines of 3 * STRIPE values; their number is a power of 2. */
    int[][] columns(int count) {
        columns = enlarged(columns, powerAbove(count), 3 * STRIPE);
        return columns;
    }

    /**
     * Returns lines for rows of one result; their number is a power of 2.
     *
     * @param result number of the result, from 0: results of one image are made side by side
     * @param count lowest number of lines
     * @param length lowest number of values in a line
     */
    int[][] rows(int result, int count, int length) {
        if (result == rows.size()) {
            rows.add(new int[0][]);
        }
        rows.set(result, enlarged(rows.get(result), powerAbove(count), length));
        return rows.get(result);
    }

    private static int powerAbove(int count) {
        return Integer.highestOneBit(count) << 1;
    }

    private static int[][] enlarged(int[][] lines, int count, int length) {
        int oldLength = lines.length == 0 ? 0 : lines[0].length;
        return lines.length >= count && oldLength >= length
                ? lines
                : new int[Math.max(lines.length, count)][Math.max(oldLength, length)];
    }
}
