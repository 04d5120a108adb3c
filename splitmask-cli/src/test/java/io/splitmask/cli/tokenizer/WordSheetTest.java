package io.splitmask.cli.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.data.Image;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordSheetTest {
    private static Image plain(int red) {
        byte[] rgb = new byte[2 * 2 * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
        }
        return new Image(2, 2, rgb);
    }

    private static int redAt(Image sheet, int x, int y) {
        return sheet.rgb()[3 * (y * sheet.width() + x)] & 0xff;
    }

    @Test
    void tilesStandRowByRowInTheirOrderAndPanelsBelowEachOther() {
        List<Image> above = List.of(plain(10), plain(20), plain(30));
        List<Image> below = List.of(plain(40), plain(50), plain(60));
        Image sheet = WordSheet.draw(List.of(above, below));
        // Three columns of tiles of 16 pixels, each two pixels from the next.
        assertThat(sheet.width()).isEqualTo(2 + 3 * 18);
        assertThat(sheet.height()).isEqualTo(2 * (2 + 18) + 24);
        assertThat(redAt(sheet, 10, 10)).isEqualTo(10);
        assertThat(redAt(sheet, 28, 10)).isEqualTo(20);
        assertThat(redAt(sheet, 46, 10)).isEqualTo(30);
        assertThat(redAt(sheet, 10, 54)).isEqualTo(40);
        assertThat(redAt(sheet, 46, 54)).isEqualTo(60);
        assertThat(redAt(sheet, 10, 30)).as("between the panels").isEqualTo(255);
        assertThat(redAt(sheet, 0, 0)).as("the edge").isEqualTo(255);
        assertThat(redAt(sheet, 18, 10)).as("between two tiles").isEqualTo(255);
    }

    @Test
    void manyWordsMakeASheetOfBoundedWidth() {
        Image sheet = WordSheet.draw(List.of(Collections.nCopies(8192, plain(1))));
        assertThat(sheet.width()).isBetween(1200, 2410);
        assertThat(sheet.height()).isLessThan(sheet.width());
    }

    @Test
    void oneWordIsOneTile() {
        Image sheet = WordSheet.draw(List.of(List.of(plain(9))));
        assertThat(redAt(sheet, 3, 3)).isEqualTo(9);
    }
}
