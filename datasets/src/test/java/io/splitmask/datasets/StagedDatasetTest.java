package io.splitmask.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.transform.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedDatasetTest {
    /** A data set that knows nothing of stages. */
    private record Foreign(Image image) implements ImageDataset {
        @Override
        public int size() {
            return 3;
        }

        @Override
        public List<String> classes() {
            return List.of("a", "b");
        }

        @Override
        public int label(int index) {
            return index % 2;
        }

        @Override
        public String name(int index) {
            return "image " + index;
        }

        @Override
        public Image read(int index) {
            return image;
        }
    }

    private static List<Stage> stages(ImageDataset dataset) throws IOException {
        List<Stage> ended = new ArrayList<>();
        assertThat(StagedDataset.of(dataset).read(0, ended::add).width()).isPositive();
        return ended;
    }

    @Test
    void filesAreReadAndDecodedAndPixelsAreThereAlready(@TempDir Path root) throws IOException {
        Fixtures.image(root.resolve("folder"), "cat/1.png");
        Fixtures.mnist(root.resolve("mnist"), true);
        assertThat(stages(ImageFolder.open(root.resolve("folder")))).containsExactly(Stage.READ, Stage.DECODE);
        assertThat(stages(EmbeddedSet.train())).containsExactly(Stage.READ, Stage.DECODE);
        DataSetSource mnist = DataSetSource.of("mnist:" + root.resolve("mnist"));
        assertThat(stages(DataSets.openUnlabelled(mnist, DataSetOptions.DEFAULT)))
                .containsExactly(Stage.DECODE);
    }

    @Test
    void partsAndViewsOfADataSetTellItsStages() throws IOException {
        ImageDataset part = ImageSubset.spread(EmbeddedSet.train(), 5);
        assertThat(stages(new Unlabelled(part))).containsExactly(Stage.READ, Stage.DECODE);
    }

    @Test
    void dataSetsOfOthersAreReadTheirWay() throws IOException {
        Foreign foreign = new Foreign(TestImages.noise(3, 2, 1));
        StagedDataset staged = StagedDataset.of(foreign);
        assertThat(stages(foreign)).containsExactly(Stage.DECODE);
        assertThat(staged.decodedBy(new ImageDecoder())).isSameAs(staged);
        assertThat(StagedDataset.of(staged)).isSameAs(staged);
        assertThat(staged.size()).isEqualTo(3);
        assertThat(staged.classes()).containsExactly("a", "b");
        assertThat(staged.label(1)).isEqualTo(1);
        assertThat(staged.name(2)).isEqualTo("image 2");
        assertThat(staged.read(1).rgb()).isEqualTo(foreign.image().rgb());
        ImageSubset part = new ImageSubset(foreign, List.of(2, 1));
        assertThat(part.name(0)).isEqualTo("image 2");
        assertThat(part.label(1)).isEqualTo(1);
    }
}
