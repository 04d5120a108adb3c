package io.splitmask.eval.probe;

import java.util.Arrays;

/** The most similar rows found so far, the most similar first; of equal ones the lowest row first. */
final class Neighbours {
    private final float[] similarities;
    private final int[] rows;
    private int count;

    /**
     * Creates an empty list.
     *
     * @param capacity how many are kept
     */
    Neighbours(int capacity) {
        similarities = new float[capacity];
        rows = new int[capacity];
    }

    /** Offers a row; rows must come in ascending order. */
    void offer(float similarity, int row) {
        if (count == rows.length && !(similarity > similarities[count - 1])) {
            return;
        }
        int place = count < rows.length ? count++ : count - 1;
        while (place > 0 && similarity > similarities[place - 1]) {
            similarities[place] = similarities[place - 1];
            rows[place] = rows[place - 1];
            place--;
        }
        similarities[place] = similarity;
        rows[place] = row;
    }

    int row(int place) {
        return rows[place];
    }

    float similarity(int place) {
        return similarities[place];
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOf(rows, count));
    }
}
