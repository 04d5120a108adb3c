package io.splitmask.nn.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.TensorScope;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightInitialisationTest {
    private static final SplittableSeed SEED = SplittableSeed.of(5).child("init");
    private static final VitConfig CONFIG = new VitConfig(8, 8, 4, 16, 2, 2, 4, 0.1);

    private final Backend backend =
            new CheckedBackend(Backends.open(ReferenceBackendProvider.NAME, BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    private static float[] drawn(String name, Shape shape) {
        return WeightInitialisation.BEIT.of(name, shape).orElseThrow().values(shape, SEED.child(name).stream());
    }

    private static float[] scaled(String name, Shape shape, double factor) {
        return TruncatedNormal.BEIT.scaled(factor).values(shape, SEED.child(name).stream());
    }

    private static float[] values(VitClassifier network, String name) {
        return Objects.requireNonNull(network.parameters().get(name), name).toFloats();
    }

    @ParameterizedTest
    @CsvSource({
        "blocks.0.attn.qkv.weight, 1",
        "patch_embed.proj.weight, 1",
        "decoder.mask_token, 1",
        "pos_embed, 1",
        "blocks.0.attn.proj.weight, 2",
        "blocks.0.mlp.fc2.weight, 2",
        "blocks.11.attn.proj.weight, 24",
        "decoder.blocks.1.mlp.fc2.weight, 4",
        "decoder.blocks.1.mlp.fc1.weight, 1"
    })
    void dividesOutputsOfBlocksByTheRootOfTwiceTheirNumber(String name, double divisor) {
        Shape shape = Shape.of(3, 7);
        assertThat(drawn(name, shape)).isEqualTo(scaled(name, shape, 1 / Math.sqrt(divisor)));
        assertThat(drawn(name, shape)).doesNotContain(0f);
    }

    @Test
    void normsStartAsIdentityAndLayerScalesKeepTheirValue() {
        VitClassifier network = new VitClassifier(backend, CONFIG, 3);
        network.parameters().values().forEach(parameter -> parameter.assign(filled(parameter.shape(), 7f)));
        WeightInitialisation.BEIT.apply(network, SEED);
        assertThat(values(network, "blocks.1.norm2.weight")).containsOnly(1f);
        assertThat(values(network, "blocks.1.norm2.bias")).containsOnly(0f);
        assertThat(values(network, "blocks.1.attn.qkv.bias")).containsOnly(0f);
        assertThat(values(network, "blocks.1.ls1.gamma")).containsOnly(7f);
        assertThat(values(network, "cls_token")).doesNotContain(7f, 0f);
    }

    private static float[] filled(Shape shape, float value) {
        return Initializer.constant(value).values(shape, SEED.stream());
    }

    @Test
    void headOfAClassifierIsScaled() {
        VitClassifier network = new VitClassifier(backend, CONFIG, 3);
        new WeightInitialisation(TruncatedNormal.BEIT, 0.001).apply(network, SEED);
        assertThat(values(network, "head.weight")).isEqualTo(scaled("head.weight", Shape.of(3, 16), 0.001));
        assertThat(values(network, "head.bias")).containsOnly(0f);
    }

    @Test
    void aParameterDoesNotDependOnTheOthers() {
        VitClassifier shallow = new VitClassifier(backend, CONFIG.withDepth(1), 3);
        VitClassifier deep = new VitClassifier(backend, CONFIG, 5);
        WeightInitialisation.BEIT.apply(shallow, SEED);
        WeightInitialisation.BEIT.apply(deep, SEED);
        assertThat(values(shallow, "blocks.0.mlp.fc2.weight")).isEqualTo(values(deep, "blocks.0.mlp.fc2.weight"));
        assertThat(values(deep, "blocks.0.attn.qkv.weight")).isNotEqualTo(values(deep, "blocks.1.attn.qkv.weight"));
    }
}
