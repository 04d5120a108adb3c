package io.splitmask.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.OnReference;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleTest extends OnReference {
    private static final VitConfig CONFIG = new VitConfig(16, 24, 8, 12, 2, 3, 4, 0.1);

    private static final class Projector extends Module {
        private final Linear linear = child("0", new Linear(backend(), 3, 5));
        private final BatchNorm norm = child("1", BatchNorm.affine(backend(), 5, BatchNorm.Settings.DEFAULT));

        Projector(Backend backend) {
            super(backend);
        }

        Tensor forward(Tensor x) {
            return norm.train(linear.forward(x));
        }
    }

    @Test
    void parametersHaveTheNamesOfTimmInAFixedOrder() {
        assertThat(new VisionTransformer(backend, CONFIG).parameters().keySet())
                .startsWith("cls_token", "pos_embed", "patch_embed.proj.weight", "patch_embed.proj.bias")
                .containsSubsequence(
                        "blocks.0.norm1.weight",
                        "blocks.0.attn.qkv.weight",
                        "blocks.0.attn.proj.bias",
                        "blocks.0.ls1.gamma",
                        "blocks.0.norm2.bias",
                        "blocks.0.mlp.fc1.weight",
                        "blocks.0.mlp.fc2.bias",
                        "blocks.0.ls2.gamma",
                        "blocks.1.norm1.weight")
                .endsWith("norm.weight", "norm.bias");
    }

    @Test
    void parametersAreCounted() {
        assertThat(new VisionTransformer(backend, CONFIG).parameterCount()).isEqualTo(CONFIG.numParameters());
    }

    @Test
    void aClassifierNeedsAClass() {
        assertThatThrownBy(() -> new VitClassifier(backend, CONFIG, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("VitClassifier: expected classes >= 1, got 0");
    }

    @Test
    void aClassifierKeepsTheNamesOfItsBackbone() {
        assertThat(new VitClassifier(backend, CONFIG, 7).parameters().keySet())
                .contains("blocks.1.mlp.fc1.weight", "fc_norm.weight", "head.bias")
                .doesNotContain("norm.weight");
    }

    @Test
    void statisticsAreNotParameters() {
        Projector projector = new Projector(backend);
        assertThat(projector.parameters()).containsOnlyKeys("0.weight", "0.bias", "1.weight", "1.bias");
        assertThat(projector.statistics()).containsOnlyKeys("1.running_mean", "1.running_var");
        assertThat(projector.forward(counting(4, 3)).shape()).isEqualTo(Shape.of(4, 5));
    }

    @Test
    void shapeErrorsNameTheLayer() {
        VisionTransformer vit = new VisionTransformer(backend, CONFIG);
        Tensor tooWide = counting(2, 4, 15);
        assertThatThrownBy(() -> vit.encode(tooWide, List.of()))
                .isInstanceOf(ShapeException.class)
                .hasMessage(
                        "layerNorm at blocks.0.norm1: expected weight and bias [D] for x [..., D], got weight [12] and"
                                + " bias [12] for x [2, 4, 15]");
    }

    @Test
    void imagesThatPatchesDoNotCoverAreRejectedAtTheEmbedding() {
        VisionTransformer vit = new VisionTransformer(backend, CONFIG);
        assertThatThrownBy(() -> vit.forward(counting(1, 3, 12, 24)))
                .hasMessage("patches at patch_embed: expected images [B, C, Hi, Wi] with sides that 8 divides, got"
                        + " [1, 3, 12, 24]");
    }

    @Test
    void namesInAModuleDiffer() {
        class Twins extends Module {
            final Linear first;
            final Linear other;

            Twins(String second) {
                super(ModuleTest.this.backend);
                first = child("a", new Linear(backend(), 1, 1));
                other = child(second, new Linear(backend(), 1, 1));
            }
        }
        assertThat(new Twins("b").parameters()).hasSize(4);
        assertThatThrownBy(() -> new Twins("a")).hasMessage("Twins: expected names that differ, got 'a' twice");

        class Hidden extends Module {
            final Parameter own;
            final VitClassifier inner;

            Hidden() {
                super(ModuleTest.this.backend);
                own = parameter("head.weight", Shape.of(1), 0f);
                inner = inline(new VitClassifier(backend(), CONFIG, 2));
            }
        }
        assertThatThrownBy(() -> new Hidden().parameters())
                .hasMessage("Hidden: expected names that differ, got 'head.weight' twice");
    }

    @Test
    void theRateOfDropPathIsAShare() {
        RandomStream random = SplittableSeed.of(1).stream();
        assertThatThrownBy(() -> DropPath.draw(backend, Double.NaN, 2, 3, random))
                .hasMessage("DropPath: expected rate from 0 to 1, got NaN");
        List<DropPath.Factors> all = DropPath.draw(backend, 1, 2, 3, random);
        assertThat(all.get(0).mlp().toFloats()).containsOnly(1);
        assertThat(all.get(1).attention().toFloats()).containsOnly(0);
    }

    @Test
    void aParameterTakesAsManyValuesAsItHas() {
        Parameter weight = new Linear(backend, 3, 2).weight();
        weight.assign(new float[] {1, 2, 3, 4, 5, 6});
        assertThat(weight.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> weight.assign(new float[5]))
                .hasMessage("assign: expected 6 values for parameter [2, 3], got 5");
    }
}
