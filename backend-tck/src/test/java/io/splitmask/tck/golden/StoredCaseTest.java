package io.splitmask.tck.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.tck.Tolerance;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCaseTest {
    @Test
    void findsCasesByPrefix() {
        assertThat(GoldenCase.startingWith("vit_forward").stream().map(GoldenCase::name))
                .containsExactly("vit_forward", "vit_forward_rect");
        assertThat(GoldenCase.named("splitmask").name()).isEqualTo("splitmask");
    }

    @Test
    void readsConfigScalarsAndTensors() {
        GoldenCase golden = GoldenCase.named("vit_forward");
        assertThat(golden.config().path("dim").intValue()).isEqualTo(32);
        assertThat(golden.scalar("loss_cls")).isEqualTo(2.513595188080868);
        assertThat(golden.tolerance("out")).extracting(Tolerance::extent).isEqualTo(Tolerance.Extent.TENSOR);
        GoldenTensor images = golden.tensor("in/images");
        assertThat(images.shape()).isEqualTo(Shape.of(2, 3, 32, 32));
        assertThat(images.floats()).hasSize(2 * 3 * 32 * 32).doesNotContain(Float.NaN);
        assertThat(golden.tensor("in/labels").isInteger()).isTrue();
        assertThat(golden.tensor("in/labels").ints()).hasSize(2).doesNotContain(-1, 10);
        assertThat(golden.tensorNames("w/head.")).containsExactly("w/head.bias", "w/head.weight");
    }

    @Test
    void everyTensorHasTheShapeThatItsCaseStates() {
        for (GoldenCase golden : GoldenCase.startingWith("")) {
            assertThat(golden.tensorNames("")).hasSameSizeAs(golden.json().path("tensors"));
            for (String name : golden.tensorNames("")) {
                assertThat(golden.tensor(name).shape().toString().replace(" ", ""))
                        .as("%s, %s", golden, name)
                        .isEqualTo(golden.json()
                                .path("tensors")
                                .path(name)
                                .path("shape")
                                .toString());
            }
        }
    }

    @Test
    void softmaxRowsOfTheStoredAttentionSumToOne() {
        GoldenTensor attention = GoldenCase.named("vit_forward").tensor("out/attention.0");
        float[] weights = attention.floats();
        int width = attention.shape().dim(-1);
        for (int row = 0; row < weights.length / width; row++) {
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += weights[row * width + i];
            }
            assertThat(sum).isBetween(1 - 1e-6, 1 + 1e-6);
        }
    }

    @Test
    void tensorsAgreeWithinTheToleranceOfTheirRole() {
        GoldenCase golden = GoldenCase.named("vit_forward");
        float[] values = golden.tensor("out/cls").floats();
        assertThatCode(() -> golden.assertTensor("out/cls", values)).doesNotThrowAnyException();
        values[33] += 0.1f;
        assertThatThrownBy(() -> golden.assertTensor("out/cls", values))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("golden case vit_forward, out/cls", "at index [1, 1]");
        int[] labels = golden.tensor("in/labels").ints();
        labels[0]++;
        assertThatThrownBy(() -> golden.assertTensor("in/labels", labels)).isInstanceOf(AssertionError.class);
    }

    @Test
    void scalarsAgreeRelativeToThemselvesOrAHundredth() {
        GoldenCase golden = GoldenCase.named("vit_forward");
        double loss = golden.scalar("loss_cls");
        double rtol =
                golden.json().path("tolerances").path("scalars").path("rtol").doubleValue();
        assertThatCode(() -> golden.assertScalar("loss_cls", loss * (1 + 0.9 * rtol)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> golden.assertScalar("loss_cls", loss * (1 + 1.1 * rtol)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("loss_cls", "expected " + loss);
        assertThatThrownBy(() -> golden.assertScalar("loss_cls", Double.NaN)).isInstanceOf(AssertionError.class);
    }

    @Test
    void listsAgreeEntryByEntry() {
        GoldenCase golden = GoldenCase.named("schedules");
        double[] rates = golden.values("dino_lr");
        assertThat(rates).hasSize(70);
        assertThatCode(() -> golden.assertValues("dino_lr", rates)).doesNotThrowAnyException();
        rates[13] *= 1.01;
        assertThatThrownBy(() -> golden.assertValues("dino_lr", rates)).hasMessageContaining("dino_lr[13]");
        assertThatThrownBy(() -> golden.assertValues("dino_lr", 1, 2))
                .hasMessageContaining("expected 70 entries, got 2");
        GoldenCase training = GoldenCase.named("splitmask");
        assertThatCode(() -> training.assertScalarList("totals", training.scalarList("totals")))
                .doesNotThrowAnyException();
    }

    @Test
    void unknownNamesListTheKnownOnes() {
        assertThatThrownBy(() -> GoldenCase.named("vit"))
                .hasMessageContainingAll("no golden case 'vit'", "vit_forward");
        assertThatThrownBy(() -> GoldenCase.startingWith("nothing")).hasMessageContaining("known: [");
        GoldenCase golden = GoldenCase.named("ema");
        assertThatThrownBy(() -> golden.tensor("w/x")).hasMessageContainingAll("no tensor 'w/x'", "w/bias");
        assertThatThrownBy(() -> golden.scalar("loss")).hasMessageContaining("no 'loss' in scalars");
        assertThatThrownBy(() -> golden.tensor("w/bias").longs()).hasMessageContaining("expected I64, got F32");
    }

    @Test
    void casesWithoutFilesOfTheirOwnSaySo(@TempDir Path folder) {
        assertThatThrownBy(() -> GoldenCase.named("ema").copyFiles(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("golden case ema has no files in a folder of its name");
    }

    @Test
    void readsAnotherFolderIfTold(@TempDir Path folder) throws IOException {
        for (String suffix : new String[] {".json", ".safetensors"}) {
            try (InputStream stream = GoldenCase.class.getResourceAsStream("/golden/ema" + suffix)) {
                Files.copy(Objects.requireNonNull(stream), folder.resolve("mine" + suffix));
            }
        }
        inFolder(folder, () -> assertThat(GoldenCase.startingWith("").stream().map(GoldenCase::name))
                .containsExactly("mine"));
    }

    @Test
    void aCaseWithoutItsTensorsIsNotLeftOut(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("mine.json"), "{}");
        inFolder(folder, () -> assertThatThrownBy(() -> GoldenCase.startingWith(""))
                .hasMessageContainingAll("golden cases *: no mine.safetensors beside", "mine.json"));
    }

    private static void inFolder(Path folder, Runnable check) {
        String before = System.setProperty(GoldenFolder.PROPERTY, folder.toString());
        try {
            check.run();
        } finally {
            if (before == null) {
                System.clearProperty(GoldenFolder.PROPERTY);
            } else {
                System.setProperty(GoldenFolder.PROPERTY, before);
            }
        }
    }
}
