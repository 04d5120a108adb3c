package io.splitmask.djl;

import static io.splitmask.djl.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.spi.BackendException;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.spi.Precision;
import io.splitmask.tensor.Device;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products by oneDNN, which every other test on the processor uses, against those by PyTorch's own operators. */
class ProductsTest {
    private static final double TOLERANCE = 5e-6;
    private static final String MISSING = "products_missing.torchscript";

    @Test
    void anAcceleratorOnlyUsesPyTorchsOperators() {
        assertThat(ModuleArchive.products(Device.parse("cuda:0"))).containsExactly(ModuleArchive.ATEN_PRODUCTS);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "0, 7, 13", "600, 31, 197", "1100, 16, 8192"})
    void kernelsAreTheSameFromBoth(int rows, int width, int classes) throws Exception {
        try (OpenBackend open = new OpenBackend();
                Bridge bridge = open.backend().call(() -> Bridge.load(1, List.of(ModuleArchive.ATEN_PRODUCTS)))) {
            Kernels aten = new DjlKernels(bridge, Device.CPU, Precision.FLOAT32);
            Buffer x = open.normal(rows, width);
            Buffer w = open.normal(classes, width);
            Buffer b = open.normal(classes);
            assertSame(open, List.of(open.kernels().linear(x, w, b)), List.of(aten.linear(x, w, b)));
            for (MatmulSpec spec : List.of(MatmulSpec.NN, MatmulSpec.NT)) {
                Buffer right = spec == MatmulSpec.NN ? open.normal(width, classes) : w;
                Buffer product = open.kernels().matmul(x, right, spec);
                assertSame(open, List.of(product), List.of(aten.matmul(x, right, spec)));
            }
            if (rows > 0) {
                Buffer target = open.indices(classes, rows);
                assertSame(
                        open,
                        open.kernels().linearCrossEntropy(x, w, b, target, true).state(),
                        aten.linearCrossEntropy(x, w, b, target, true).state());
                Buffer targets = open.own(aten.softmax(open.normal(2, classes)));
                Buffer pick = open.indices(2, rows);
                assertSame(
                        open,
                        open.kernels()
                                .linearSoftCrossEntropy(x, w, targets, pick, true)
                                .state(),
                        aten.linearSoftCrossEntropy(x, w, targets, pick, true).state());
            }
            open.closeBuffers();
        }
    }

    private static void assertSame(OpenBackend open, List<Buffer> actual, List<Buffer> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            float[] values = open.read(open.own(actual.get(i)));
            assertClose(values, open.read(open.own(expected.get(i))), TOLERANCE, "result " + i);
        }
    }

    @Test
    void partsWhoseOperatorsPyTorchLacksArePassedOver() throws Exception {
        try (OpenBackend open = new OpenBackend()) {
            assertThatThrownBy(() -> open.backend().call(() -> Bridge.load(1, List.of(MISSING))))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("missing::linear");
            open.backend()
                    .call(() -> Bridge.load(1, List.of(MISSING, ModuleArchive.ATEN_PRODUCTS)))
                    .close();
        }
    }
}
