package io.splitmask.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.OnReference;
import io.splitmask.autograd.Tape;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Buffer;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProfiledBackendTest extends OnReference {
    private final Profile profile = new Profile();
    private final ProfiledBackend profiled = new ProfiledBackend(backend, profile);

    private static Map<String, Profile.Row> byName(List<Profile.Row> rows) {
        return rows.stream().collect(Collectors.toMap(Profile.Row::name, row -> row));
    }

    @Test
    void countsCallsTimeAndBytesOfArgumentsAndResults() {
        Tensor a = counting(profiled, 2, 3);
        Tensor b = counting(profiled, 3, 5);
        profile.clear();
        assertThat(a.matmul(b).shape()).isEqualTo(a.matmul(b).shape());
        Profile.Row row = profile.byKernel().get(0);
        assertThat(row.name()).isEqualTo("matmul");
        assertThat(row.calls()).isEqualTo(2);
        assertThat(row.bytes()).isEqualTo(2 * 4 * (6 + 15 + 10));
        assertThat(row.nanos()).isPositive();
        assertThat(profile.byModule()).extracting(Profile.Row::name).containsExactly("(outside)");
    }

    @Test
    void tellsModulesAndBothPassesApart() {
        VisionTransformer network = new VisionTransformer(profiled, new VitConfig(8, 8, 4, 8, 3, 2, 2, 0));
        try (Tape tape = Tape.record()) {
            Tensor loss = network.forward(counting(profiled, 2, 3, 8, 8)).sum();
            assertThat(tape.backward(loss)).isNotNull();
        }
        Map<String, Profile.Row> modules = byName(profile.byModule());
        assertThat(modules)
                .containsKeys(
                        "patch_embed",
                        "norm",
                        "blocks.*.norm1",
                        "blocks.*.attn",
                        "blocks.*.attn.qkv",
                        "blocks.*.mlp.fc1");
        Map<String, Profile.Row> kernels = byName(profile.byKernel());
        assertThat(kernels.entrySet())
                .extracting(entry -> entry.getKey() + " " + entry.getValue().calls())
                .contains("linear " + (3 * 4 + 1), "geluBackward, backward 3");
        assertThat(kernels).doesNotContainKey("geluBackward");
        assertThat(Place.current()).isEqualTo(new Place("", false));
    }

    @Test
    void errorsOfKernelsPassUnchanged() {
        Buffer closed = profiled.kernels().full(Shape.of(2), 1f);
        closed.close();
        assertThatThrownBy(() -> profiled.kernels().exp(closed)).hasMessageContaining("used after close");
        assertThat(profile.byKernel()).extracting(Profile.Row::name).containsExactly("full");
    }
}
