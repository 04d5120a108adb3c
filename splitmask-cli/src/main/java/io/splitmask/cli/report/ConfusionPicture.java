package io.splitmask.cli.report;

import io.splitmask.data.Image;
import io.splitmask.eval.ConfusionMatrix;

/**
 * Draws a confusion matrix: a row of cells for each true class, a column for each predicted one. A cell is the darker the
 * larger the share of its row: blue for what was recognised, orange for mistakes. Where there are more classes than cells
 * fit, neighbouring classes share a cell.
 */
public final class ConfusionPicture {
    /** Cells that a picture has at most in a row: {@value}. */
    static final int MAX_CELLS = 512;

    private static final int SIDE = 560;
    private static final int SMALLEST_CELL_WITH_BORDER = 6;
    private static final int BORDER = 0xe3e7ed;
    private static final int RIGHT = 0x0072b2;
    private static final int WRONG = 0xd55e00;

    private final ConfusionMatrix matrix;
    private final int cells;
    private final int cellSize;

    private ConfusionPicture(ConfusionMatrix matrix) {
        this.matrix = matrix;
        this.cells = cells(matrix.classes());
        this.cellSize = Math.max(1, SIDE / cells);
    }

    /** Returns how many cells a row has. */
    static int cells(int classes) {
        return Math.min(classes, MAX_CELLS);
    }

    /** Draws the picture. */
    public static Image of(ConfusionMatrix matrix) {
        return new ConfusionPicture(matrix).draw();
    }

    private Image draw() {
        int side = cells * cellSize;
        byte[] rgb = new byte[3 * side * side];
        double[][] shares = shares();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int row = y / cellSize;
                int column = x / cellSize;
                boolean border = cellSize >= SMALLEST_CELL_WITH_BORDER
                        && (y % cellSize == cellSize - 1 || x % cellSize == cellSize - 1);
                int colour = border ? BORDER : blend(row == column ? RIGHT : WRONG, shares[row][column]);
                for (int c = 0; c < 3; c++) {
                    rgb[3 * (y * side + x) + c] = (byte) (colour >> 16 - 8 * c);
                }
            }
        }
        return new Image(side, side, rgb);
    }

    /** Returns the shares of each row of cells; 0 where there are no images. */
    private double[][] shares() {
        double[][] counts = new double[cells][cells];
        double[] totals = new double[cells];
        matrix.forEach((label, predicted, count) -> {
            counts[cell(label)][cell(predicted)] += count;
            totals[cell(label)] += count;
        });
        for (int row = 0; row < cells; row++) {
            for (int column = 0; column < cells; column++) {
                counts[row][column] /= Math.max(1, totals[row]);
            }
        }
        return counts;
    }

    private int cell(int number) {
        return (int) ((long) number * cells / matrix.classes());
    }

    /** Mixes a colour with white. @param share of the colour, 0..1 */
    private static int blend(int colour, double share) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int part = colour >> shift & 0xff;
            mixed |= (int) Math.round(255 + share * (part - 255)) << shift;
        }
        return mixed;
    }
}
