package io.splitmask.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ShapeTest {
    @Test
    void anAxisThatIsMissingIsNamedWithThoseThereAre() {
        Shape shape = Shape.of(2, 3);
        assertThat(shape.dim(-1)).isEqualTo(3);
        assertThatThrownBy(() -> shape.dim(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected an axis in -2..1 of [2, 3], got 2");
        assertThatThrownBy(() -> shape.with(-3, 1)).hasMessage("expected an axis in -2..1 of [2, 3], got -3");
        assertThatThrownBy(() -> Shape.of().dim(0)).hasMessage("expected a shape with axes, got [] and axis 0");
        assertThatThrownBy(() -> Shape.of(2, -1)).hasMessage("expected sizes of 0 or more, got shape [2, -1]");
    }

    @Test
    void stridesThatWouldOverflowAreRefused() {
        assertThat(Shape.of(2, 3, 4).strides()).containsExactly(12, 4, 1);
        assertThat(Shape.of(0, 3).strides()).containsExactly(3, 1);
        Shape large = Shape.of(2, 70_000, 70_000);
        assertThatThrownBy(large::strides)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 70000, 70000] has 9800000000 elements");
    }

    @Test
    void devicesAreNumberedFromZero() {
        assertThat(Device.parse(" CUDA:3 ")).isEqualTo(new Device(Device.Kind.CUDA, 3));
        assertThat(Device.parse("cpu")).isEqualTo(Device.CPU);
        assertThatThrownBy(() -> new Device(Device.Kind.CPU, 1)).hasMessage("expected index 0 of a CPU device, got 1");
        assertThatThrownBy(() -> new Device(Device.Kind.CUDA, -1))
                .hasMessage("expected index 0 or more of a CUDA device, got -1");
        assertThatThrownBy(() -> Device.parse("cuda:x"))
                .hasMessage("unknown device 'cuda:x'; expected cpu, cuda or cuda:N");
    }
}
