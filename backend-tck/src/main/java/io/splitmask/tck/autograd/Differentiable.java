package io.splitmask.tck.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * A function of tensors whose gradient is compared with its slope in random directions.
 *
 * @param name what it is
 * @param inputs where it is looked at
 * @param function the function; called often, with the same shapes
 */
record Differentiable(String name, List<Input> inputs, Function function) {
    /** Half the distance of the inner difference points: a power of two. */
    private static final double STEP = 1.0 / 64;

    private static final int DIRECTIONS = 3;

    /** Per unit of the gradient's length; the differences are of fourth order and their rounding about 1e-5. */
    private static final double TOLERANCE = 1e-3;

    private static final double FLOOR = 1e-4;

    /** A function of tensors of one backend. */
    @FunctionalInterface
    interface Function {
        Tensor apply(List<Tensor> inputs);
    }

    /** Which values an input takes, so that no difference crosses a kink or a pole. */
    enum Values {
        /** Standard normal. */
        NORMAL,
        /** 0.5 to 2. */
        POSITIVE,
        /** Multiples of 0.5 in random order, none of them 0: all apart, and apart from 0. */
        APART
    }

    /**
     * One input.
     *
     * @param shape of the tensor
     * @param values it takes
     */
    record Input(Shape shape, Values values) {
        double[] draw(RandomStream random) {
            double[] drawn = new double[shape.intSize()];
            int[] order = new int[drawn.length];
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
            random.shuffle(order);
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = switch (values) {
                    case NORMAL -> random.nextGaussian();
                    case POSITIVE -> random.nextDouble(0.5, 2);
                    case APART -> (order[i] - drawn.length / 2 + 0.5) * 0.5;
                };
            }
            return drawn;
        }
    }

    /** Compares gradients with differences. */
    void checkSlopes(Backend backend) {
        RandomStream random = SplittableSeed.of(42).child(name).stream();
        List<double[]> at = inputs.stream().map(input -> input.draw(random)).toList();
        float[] cotangent = cotangent(backend, at, random);
        List<double[]> gradients = gradients(backend, at, cotangent);
        double length = 0;
        for (double[] gradient : gradients) {
            length += dot(gradient, gradient);
        }
        length = Math.sqrt(length);
        assertThat(length).as("length of the gradient").isPositive();
        for (int i = 0; i < DIRECTIONS; i++) {
            List<double[]> direction = at.stream()
                    .map(values -> random.doubles(values.length, -1, 1).toArray())
                    .toList();
            double expected = slope(backend, at, direction, cotangent);
            double actual = 0;
            for (int k = 0; k < gradients.size(); k++) {
                actual += dot(gradients.get(k), direction.get(k));
            }
            assertThat(actual)
                    .as("%s, gradient along direction %d against the difference", name, i)
                    .isCloseTo(expected, within(TOLERANCE * length + FLOOR));
        }
    }

    private float[] cotangent(Backend backend, List<double[]> at, RandomStream random) {
        try (TensorScope scope = TensorScope.open()) {
            float[] drawn =
                    new float[function.apply(upload(backend, at)).shape().intSize()];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = (float) random.nextGaussian();
            }
            return drawn;
        }
    }

    private List<double[]> gradients(Backend backend, List<double[]> at, float[] cotangent) {
        try (TensorScope scope = TensorScope.open();
                Tape tape = Tape.record()) {
            List<Tensor> leaves = new ArrayList<>();
            upload(backend, at).forEach(tensor -> leaves.add(tensor.asLeaf()));
            Tensor y = function.apply(leaves);
            Tensor weights = Tensor.of(backend, cotangent, y.shape().toArray());
            Gradients gradients = tape.backward(y.multiply(weights).sum());
            List<double[]> all = new ArrayList<>();
            for (Tensor leaf : leaves) {
                all.add(widen(gradients.of(leaf).orElseThrow().toFloats()));
            }
            return all;
        }
    }

    private double slope(Backend backend, List<double[]> at, List<double[]> direction, float[] cotangent) {
        double near = value(backend, at, direction, STEP, cotangent) - value(backend, at, direction, -STEP, cotangent);
        double far = value(backend, at, direction, 2 * STEP, cotangent)
                - value(backend, at, direction, -2 * STEP, cotangent);
        return (8 * near - far) / (12 * STEP);
    }

    private double value(
            Backend backend, List<double[]> at, List<double[]> direction, double distance, float[] cotangent) {
        List<double[]> moved = new ArrayList<>();
        for (int k = 0; k < at.size(); k++) {
            double[] values = at.get(k).clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += distance * direction.get(k)[i];
            }
            moved.add(values);
        }
        try (TensorScope scope = TensorScope.open()) {
            return dot(widen(function.apply(upload(backend, moved)).toFloats()), widen(cotangent));
        }
    }

    private List<Tensor> upload(Backend backend, List<double[]> values) {
        List<Tensor> tensors = new ArrayList<>();
        for (int k = 0; k < values.size(); k++) {
            float[] floats = new float[values.get(k).length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values.get(k)[i];
            }
            tensors.add(Tensor.of(backend, floats, inputs.get(k).shape().toArray()));
        }
        return tensors;
    }

    private static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
