package io.splitmask.cli.tokenizer;

import io.splitmask.data.Image;
import java.util.Arrays;
import java.util.List;

/** A picture of many words: one tile each, row by row. */
final class WordSheet {
    /** Pixels between two tiles. */
    private static final int GAP = 2;
    /** Pixels between two panels. */
    private static final int PANEL_GAP = 24;
    /** Pixels that a sheet is wide at most, unless words have to be made smaller than they are. */
    private static final int WIDTH = 2400;

    private static final int LARGEST_SCALE = 8;
    private static final byte BACKGROUND = (byte) 0xff;

    private WordSheet() {}

    /** Draws the panels below each other, each with a tile for every picture in its order. All tiles have one size. */
    static Image draw(List<List<Image>> panels) {
        int count = panels.get(0).size();
        int side = panels.get(0).get(0).width();
        int columns = (int) Math.ceil(Math.sqrt(2.0 * count));
        int rows = (count + columns - 1) / columns;
        int scale = Math.max(1, Math.min(LARGEST_SCALE, (WIDTH / columns - GAP) / side));
        int step = side * scale + GAP;
        int width = columns * step + GAP;
        int panelHeight = rows * step + GAP;
        int height = panels.size() * (panelHeight + PANEL_GAP) - PANEL_GAP;
        byte[] rgb = new byte[Math.multiplyExact(3 * width, height)];
        Arrays.fill(rgb, BACKGROUND);
        for (int panel = 0; panel < panels.size(); panel++) {
            for (int tile = 0; tile < count; tile++) {
                int top = panel * (panelHeight + PANEL_GAP) + GAP + tile / columns * step;
                int left = GAP + tile % columns * step;
                paint(rgb, width, top, left, scale, panels.get(panel).get(tile));
            }
        }
        return new Image(width, height, rgb);
    }

    private static void paint(byte[] rgb, int width, int top, int left, int scale, Image tile) {
        for (int y = 0; y < tile.height() * scale; y++) {
            for (int x = 0; x < tile.width() * scale; x++) {
                int source = y / scale * tile.width() + x / scale;
                System.arraycopy(tile.rgb(), 3 * source, rgb, 3 * ((top + y) * width + left + x), 3);
            }
        }
    }
}
