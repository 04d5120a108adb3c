package io.splitmask.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.spi.BackendException;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Precision;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AttentionFormTest {
    @ParameterizedTest
    @CsvSource({
        "cpu, FLOAT32, 128, 64, BATCHED",
        "cpu, FLOAT32, 129, 64, FLASH",
        "cpu, BFLOAT16, 3, 7, FLASH_BF16",
        "cpu, BFLOAT16, 0, 64, BATCHED",
        "cuda:0, FLOAT32, 128, 64, BATCHED",
        "cuda:0, FLOAT32, 197, 64, EFFICIENT_CUDA",
        "cuda:0, FLOAT32, 197, 20, BATCHED",
        "cuda:0, BFLOAT16, 3, 64, FLASH_CUDA",
        "cuda:0, BFLOAT16, 197, 256, FLASH_CUDA",
        "cuda:0, BFLOAT16, 197, 264, BATCHED",
        "cuda:0, BFLOAT16, 197, 20, BATCHED"
    })
    void fitsDevicePrecisionAndSizes(
            String device, Precision precision, int tokens, int headSize, AttentionForm expected) {
        Shape qkv = Shape.of(2, tokens, 3 * 3 * headSize);
        assertThat(AttentionForm.of(qkv, 3, Device.parse(device), precision)).isEqualTo(expected);
    }

    /** PyTorch compiles them against its operators when the module is loaded; here they end at the operator itself. */
    @ParameterizedTest
    @EnumSource(names = {"EFFICIENT_CUDA", "FLASH_CUDA"})
    void methodsForCudaFitTheOperatorsOfThisPyTorch(AttentionForm form) {
        try (OpenBackend open = new OpenBackend();
                Bridge bridge = Bridge.load(1, ModuleArchive.products(Device.CPU))) {
            Buffer qkv = open.normal(2, 5, 3 * 16);
            Buffer output = open.normal(2, 5, 16);
            Buffer sums = open.normal(2, 2, 32);
            Call forward = bridge.call(form.forward()).with(qkv).with(2L);
            assertThatThrownBy(() -> forward.toBuffers(output.shape(), form.state(qkv.shape(), 2)))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContainingAll(form.forward(), "_attention_", "'CPU' backend");
            Call backward = bridge.call(form.backward())
                    .with(qkv)
                    .with(output)
                    .with(sums)
                    .with(output)
                    .with(2L);
            assertThatThrownBy(() -> backward.toBuffer(qkv.shape()))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContainingAll(form.backward(), "_attention_", "'CPU' backend");
        }
    }

    @Test
    void keepsWhatItsKernelReturns() {
        Shape qkv = Shape.of(2, 197, 3 * 3 * 64);
        assertThat(AttentionForm.BATCHED.state(qkv, 3)).isEqualTo(Shape.of(2, 3, 197, 197));
        assertThat(AttentionForm.FLASH.state(qkv, 3)).isEqualTo(Shape.of(2, 197, 3));
        assertThat(AttentionForm.FLASH_CUDA.state(qkv, 3)).isEqualTo(Shape.of(3, 2 * 197));
        assertThat(AttentionForm.EFFICIENT_CUDA.state(qkv, 3)).isEqualTo(Shape.of(2, 3, 224));
    }
}
