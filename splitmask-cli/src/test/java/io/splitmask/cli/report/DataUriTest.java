package io.splitmask.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.data.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DataUriTest {
    @Test
    void pngKeepsEveryPixel() throws Exception {
        byte[] rgb = {1, 2, 3, (byte) 255, (byte) 128, 0};
        String uri = DataUri.png(new Image(1, 2, rgb));
        assertThat(uri).startsWith("data:image/png;base64,");
        byte[] png = Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(read.getRGB(0, 0)).isEqualTo(0xff010203);
        assertThat(read.getRGB(0, 1)).isEqualTo(0xffff8000);
    }
}
