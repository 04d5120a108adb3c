package io.splitmask.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlWriterTest {
    @Test
    void attributesCannotBeLeft() {
        assertThat(new HtmlWriter().empty("img", "alt", "\"><script>").document())
                .endsWith("<img alt=\"&quot;&gt;&lt;script&gt;\">");
    }

    @Test
    void charactersThatHtmlCannotHoldAreReplaced() {
        assertThat(new HtmlWriter().text("a\u0000b\u001bc\ud800d\ne").document())
                .endsWith("a\ufffdb\ufffdc\ufffdd\ne");
    }

    @Test
    void charactersOutsideTheBasicPlaneStay() {
        assertThat(new HtmlWriter().text("\ud83d\udc08").document()).endsWith("\ud83d\udc08");
    }

    @Test
    void rejectsADocumentWithOpenElements() {
        HtmlWriter html = new HtmlWriter().open("p");
        assertThatThrownBy(html::document)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[p]");
    }
}
