package io.splitmask.method.dino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.data.Batch;
import io.splitmask.data.View;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.RunLength;
import io.splitmask.method.Step;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.VitConfig;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.assertj.core.util.FloatComparator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DinoTest {
    private static final VitConfig CONFIG = new VitConfig(8, 8, 4, 8, 2, 2, 2, 0);
    /** 6 epochs of 2 steps. */
    private static final RunLength LENGTH = new RunLength(12, 2);

    private static final DinoRecipe RECIPE = new DinoRecipe(16, 12, 8, 0.1, 0.04, 0.07, 3, 1, 0.9, 2);

    private final Backend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    private Dino method(DinoRecipe recipe, double dropPathRate) {
        Dino method = new Dino(backend, CONFIG, recipe, LENGTH, dropPathRate);
        method.initialise(SplittableSeed.of(1));
        method.afterInitialise();
        return method;
    }

    private static float[] pixels(int count, long seed) {
        RandomStream random = SplittableSeed.of(seed).stream();
        float[] pixels = new float[count];
        for (int i = 0; i < count; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return pixels;
    }

    /**
     * Two images.
     *
     * @param sides of the crops
     */
    private List<Tensor> crops(int... sides) {
        List<Tensor> crops = new ArrayList<>();
        for (int side : sides) {
            crops.add(Tensor.of(backend, pixels(2 * 3 * side * side, crops.size()), 2, 3, side, side));
        }
        return crops;
    }

    private static ImageBatch batch(Backend backend, int views) {
        List<View> made = new ArrayList<>();
        for (int i = 0; i < views; i++) {
            made.add(View.of(8, pixels(2 * 3 * 64, i)));
        }
        return new ImageBatch(backend, new Batch(made, new int[2], new int[2]));
    }

    private static float[] values(Module module, String name) {
        return Objects.requireNonNull(module.parameters().get(name), name).toFloats();
    }

    @Test
    void teacherStartsEqualToTheStudent() {
        Dino method = method(RECIPE, 0);
        method.network().parameters().forEach((name, parameter) -> assertThat(values(method.teacher(), name))
                .as(name)
                .isEqualTo(parameter.toFloats()));
        assertThat(values(method.network(), "head.mlp.2.weight")).doesNotContain(0f);
        assertThat(method.keptBackbone()).isSameAs(method.teacher().backbone());
    }

    @Test
    void initialValuesAreThoseOfThePublishedCode() {
        Dino method = method(RECIPE, 0);
        float projection = (float) (1 / Math.sqrt(3 * 4 * 4));
        assertThat(values(method.network(), "patch_embed.proj.weight")).satisfies(uniform(projection));
        assertThat(values(method.network(), "patch_embed.proj.bias")).satisfies(uniform(projection));
        assertThat(values(method.network(), "head.last_layer.weight_v")).satisfies(uniform((float) (1 / Math.sqrt(8))));
        assertThat(values(method.network(), "head.mlp.4.weight")).satisfies(uniform(0.1f));
        assertThat(values(method.network(), "head.mlp.4.bias")).containsOnly(0f);
        assertThat(values(method.network(), "blocks.1.norm2.weight")).containsOnly(1f);
    }

    /** All within the bound, and some beyond a third of it. */
    private static Consumer<float[]> uniform(float bound) {
        return values -> {
            float most = 0;
            for (float value : values) {
                most = Math.max(most, Math.abs(value));
            }
            assertThat(most).isBetween(bound / 3, bound);
        };
    }

    @Test
    void teacherFollowsWithAMomentumThatRisesToOneAlongACosine() {
        Dino method = method(RECIPE, 0);
        Parameter student = Objects.requireNonNull(method.network().parameters().get("norm.bias"));
        Parameter teacher = Objects.requireNonNull(method.teacher().parameters().get("norm.bias"));
        for (long step : new long[] {0, 3, 6, 11}) {
            student.assign(new float[] {1, 1, 1, 1, 1, 1, 1, 1});
            teacher.assign(new float[8]);
            method.afterStep(step);
            double momentum = 1 - 0.1 * (1 + Math.cos(Math.PI * step / 12)) / 2;
            assertThat(teacher.toFloats()[5]).as("step %d", step).isCloseTo((float) (1 - momentum), within(1e-6f));
        }
    }

    @Test
    void teacherTemperatureWarmsUpByEpoch() {
        Dino method = method(RECIPE, 0);
        List<Tensor> crops = crops(8, 8, 4);
        double[] temperatures = {0.04, 0.04, 0.055, 0.055, 0.07, 0.07, 0.07, 0.07, 0.07, 0.07, 0.07, 0.07};
        for (int step = 0; step < temperatures.length; step++) {
            Dino constant = method(RECIPE.withTeacherTemperature(temperatures[step], temperatures[step], 0), 0);
            assertThat(method.loss(crops, List.of(), step).total().item())
                    .as("step %d", step)
                    .isEqualTo(constant.loss(crops, List.of(), 0).total().item());
        }
        assertThat(method.loss(crops, List.of(), 0).total().item())
                .isNotEqualTo(method.loss(crops, List.of(), 4).total().item());
    }

    @Test
    void lastLayerIsFrozenInTheFirstEpochs() {
        Dino method = method(RECIPE, 0);
        assertThat(method.frozenSteps("head.last_layer.weight_v")).isEqualTo(4);
        assertThat(method.network().parameters().keySet())
                .contains("head.last_layer.weight_v")
                .allMatch(name -> name.equals("head.last_layer.weight_v") || method.frozenSteps(name) == 0);
    }

    @Test
    void lossIsTheMeanOverPairsOfAGlobalCropAndAnother() {
        Dino method = method(RECIPE, 0);
        List<Tensor> crops = crops(8, 8, 4, 4);
        float[] student = method.student().forward(crops, List.of()).toFloats();
        float[] teacher = method.teach(crops).toFloats();
        double sum = 0;
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 4; j++) {
                for (int image = 0; image < 2 && i != j; image++) {
                    double[] target = softmax(teacher, i * 2 + image, 0.04);
                    double[] guess = softmax(student, j * 2 + image, 0.1);
                    for (int k = 0; k < 16; k++) {
                        sum -= target[k] * Math.log(guess[k]);
                    }
                }
            }
        }
        assertThat(method.loss(crops, List.of(), 0).total().item()).isCloseTo((float) (sum / 12), within(1e-4f));
    }

    private static double[] softmax(float[] rows, int row, double temperature) {
        double[] exps = new double[16];
        double sum = 0;
        for (int k = 0; k < 16; k++) {
            exps[k] = Math.exp(rows[row * 16 + k] / temperature);
            sum += exps[k];
        }
        for (int k = 0; k < 16; k++) {
            exps[k] /= sum;
        }
        return exps;
    }

    @Test
    void figuresTellAUniformTeacherFromOneThatAlwaysSaysTheSame() {
        Tensor centre = Tensor.of(backend, new float[4], 1, 4);
        Tensor uniform = Tensor.of(backend, new float[8], 2, 4);
        assertFigures(TeacherOutput.of(uniform, centre, 0.04), Math.log(4), 0, Math.log(4));
        Tensor same = Tensor.of(backend, new float[] {0, 9, 0, 0, 0, 9, 0, 0}, 2, 4);
        assertFigures(TeacherOutput.of(same, centre, 0.04), 0, Math.log(4), 0);
        Tensor apart = Tensor.of(backend, new float[] {9, 0, 0, 0, 0, 0, 9, 0}, 2, 4);
        assertFigures(TeacherOutput.of(apart, centre, 0.04), 0, Math.log(4), Math.log(2));
    }

    private static void assertFigures(TeacherOutput output, double entropy, double kl, double ofMean) {
        Map<String, Float> figures = new LinkedHashMap<>();
        output.figures().forEach((name, figure) -> figures.put(name, figure.item()));
        assertThat(figures).containsOnlyKeys("teacher_entropy", "teacher_kl", "teacher_batch_entropy");
        assertThat(figures.values())
                .usingElementComparator(new FloatComparator(1e-5f))
                .containsExactly((float) entropy, (float) kl, (float) ofMean);
    }

    @Test
    void onlyTheStudentDropsPaths() {
        Dino plain = method(RECIPE, 0);
        Dino dropping = method(RECIPE, 0.9);
        Step step = new Step(0, SplittableSeed.of(4));
        Losses without = plain.loss(batch(backend, 3), step);
        Losses with = dropping.loss(batch(backend, 3), step);
        assertThat(with.total().item()).isNotEqualTo(without.total().item());
        assertThat(with.term("teacher_entropy").item())
                .isEqualTo(without.term("teacher_entropy").item());
    }

    @Test
    void noGradientReachesTheTeacher() {
        Dino method = method(RECIPE, 0);
        try (Tape tape = Tape.record()) {
            Gradients gradients =
                    tape.backward(method.loss(crops(8, 8), List.of(), 0).total());
            method.teacher().parameters().forEach((name, parameter) -> assertThat(gradients.of(parameter.tensor()))
                    .as(name)
                    .isEmpty());
            method.network().parameters().forEach((name, parameter) -> assertThat(gradients.of(parameter.tensor()))
                    .as(name)
                    .isPresent());
        }
    }

    @Test
    void needsTwoViews() {
        Dino method = method(RECIPE, 0);
        assertThatThrownBy(() -> method.loss(batch(backend, 1), new Step(0, SplittableSeed.of(4))))
                .hasMessage("dino: expected two global views of every image and any number of local ones, got 1");
    }

    @Test
    void reportsAllProblemsOfARecipeAtOnce() {
        assertThatThrownBy(() -> new DinoRecipe(1, 0, 0, 0, -1, Double.NaN, -1, 1.1, -0.1, -1))
                .hasMessageContainingAll(
                        "outputs >= 2, got 1",
                        "hiddenWidth >= 1",
                        "bottleneckWidth >= 1",
                        "studentTemperature > 0",
                        "firstTeacherTemperature > 0",
                        "teacherTemperature > 0, got NaN",
                        "temperatureWarmupEpochs >= 0",
                        "centreMomentum from 0 to 1",
                        "teacherMomentum from 0 to 1",
                        "frozenEpochs >= 0");
    }
}
