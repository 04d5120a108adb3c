package io.splitmask.tck;

import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tck.check.RequiredForwarding;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;

/** Backends with one mistake each, of the kind that authors make. Not run as tests by themselves. */
final class WrongBackends {
    private WrongBackends() {}

    /** Forgets that the result of its column-major library is transposed. */
    static class TransposedResult extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new WrongBackend(right -> new RequiredForwarding(right) {
                @Override
                public Buffer matmul(Buffer a, Buffer b, MatmulSpec spec) {
                    Buffer product = super.matmul(a, b, spec);
                    Shape shape = product.shape();
                    if (shape.dim(-1) != shape.dim(-2)) {
                        return product;
                    }
                    int[] axes = new int[shape.rank()];
                    for (int axis = 0; axis < axes.length; axis++) {
                        axes[axis] = axis;
                    }
                    axes[axes.length - 1]--;
                    axes[axes.length - 2]++;
                    try (product) {
                        return permute(product, axes);
                    }
                }
            });
        }
    }

    /** Never frees a temporary. */
    static class LeakedBuffer extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new WrongBackend(right -> new RequiredForwarding(right) {
                @Override
                public Buffer divide(Buffer a, Buffer b) {
                    Buffer zero = full(b.shape(), 0);
                    return super.divide(a, add(b, zero));
                }
            });
        }
    }

    /** Fills rows up to a multiple of 8 and reduces the filling too. */
    static class NanInPadding extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new WrongBackend(right -> new RequiredForwarding(right) {
                @Override
                public Buffer sum(Buffer x, int[] axes, boolean keepAxes) {
                    boolean padded = axes.length == 1
                            && axes[0] == x.shape().rank() - 1
                            && x.shape().dim(-1) % 8 != 0
                            && x.shape().dim(-1) > 8;
                    if (!padded) {
                        return super.sum(x, axes, keepAxes);
                    }
                    try (Buffer sum = super.sum(x, axes, keepAxes)) {
                        return multiply(sum, Float.NaN);
                    }
                }
            });
        }
    }

    /** Adds one value after the other in single precision. */
    static class RunningFloatSum extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new WrongBackend(right -> new RequiredForwarding(right) {
                @Override
                public Buffer sum(Buffer x, int[] axes, boolean keepAxes) {
                    if (x.shape().rank() != 1) {
                        return super.sum(x, axes, keepAxes);
                    }
                    float sum = 0;
                    for (float value : downloadFloats(x)) {
                        sum += value;
                    }
                    return full(keepAxes ? Shape.of(1) : Shape.of(), sum);
                }
            });
        }
    }

    /** Works in place although its name does not say so. */
    static class ArgumentChanged extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new WrongBackend(right -> new RequiredForwarding(right) {
                @Override
                public Buffer exp(Buffer x) {
                    Buffer y = super.exp(x);
                    assign(x, y);
                    return y;
                }
            });
        }
    }

    /** Hands the argument back where nothing has to be done. */
    static class ArgumentReturned extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new WrongBackend(right -> new RequiredForwarding(right) {
                @Override
                public Buffer broadcastTo(Buffer x, Shape shape) {
                    return x.shape().equals(shape) ? x : super.broadcastTo(x, shape);
                }
            });
        }
    }

    /** Overrides a fused kernel with the tanh form of GELU. */
    static class ApproximateGelu extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new WrongBackend(right -> new RequiredForwarding(right) {
                @Override
                public Buffer gelu(Buffer x) {
                    float[] values = downloadFloats(x);
                    for (int i = 0; i < values.length; i++) {
                        double v = values[i];
                        double inner = Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v);
                        values[i] = (float) (0.5 * v * (1 + Math.tanh(inner)));
                    }
                    return upload(values, x.shape());
                }
            });
        }
    }

    /** Counts axes from 1 and reduces the one before. */
    static class OffByOneAxis extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new WrongBackend(right -> new RequiredForwarding(right) {
                @Override
                public Buffer sum(Buffer x, int[] axes, boolean keepAxes) {
                    return super.sum(x, axes.length == 1 ? new int[] {Math.max(0, axes[0] - 1)} : axes, keepAxes);
                }
            });
        }
    }

    /** Makes a new handle of the argument's memory where nothing has to be done. */
    static class SharedMemory extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new WrongBackend(right -> new RequiredForwarding(right) {
                @Override
                public Buffer broadcastTo(Buffer x, Shape shape) {
                    return x.shape().size() == shape.size() ? reshape(x, shape) : super.broadcastTo(x, shape);
                }
            });
        }
    }

    /** Returns positions as its engine has them, in floating point. */
    static class WrongDtype extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new WrongBackend(right -> new RequiredForwarding(right) {
                @Override
                public Buffer argMax(Buffer x) {
                    try (Buffer positions = super.argMax(x)) {
                        return cast(positions, DType.FLOAT32);
                    }
                }
            });
        }
    }

    /** Writes rows where it should add them, so that the last of several wins. */
    static class MissingAccumulation extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new WrongBackend(right -> new RequiredForwarding(right) {
                @Override
                public Buffer scatterAddRows(Buffer source, Buffer index, int rows) {
                    int width = source.shape().dim(2);
                    int picks = source.shape().dim(1);
                    int[] targets = downloadInts(index);
                    float[] in = downloadFloats(source);
                    Shape shape = source.shape().with(1, rows);
                    float[] out = new float[shape.intSize()];
                    for (int i = 0; i < targets.length; i++) {
                        int row = i / picks * rows + targets[i];
                        System.arraycopy(in, i * width, out, row * width, width);
                    }
                    return upload(out, shape);
                }
            });
        }
    }

    /** Set up something that only the thread which opened the backend has. */
    static class LostThread extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new WrongBackend(right -> new RequiredForwarding(right) {
                private final Thread opener = Thread.currentThread();

                @Override
                public Buffer tanh(Buffer x) {
                    return Thread.currentThread() == opener ? super.tanh(x) : full(x.shape(), 0);
                }
            });
        }
    }

    /** Closes what belongs to the caller, who closes it again. */
    static class DoubleFree extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new WrongBackend(right -> new RequiredForwarding(right) {
                @Override
                public Buffer sqrt(Buffer x) {
                    try (x) {
                        return super.sqrt(x);
                    }
                }
            });
        }
    }

    /** Adds the terms of a product up in bfloat16. */
    static class RunningBfloat16Sum extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new RoundingBackend(kernels -> new RequiredForwarding(kernels) {
                @Override
                public Buffer matmul(Buffer a, Buffer b, MatmulSpec spec) {
                    int axisOfA = a.shape().rank() - (spec.transposeA() ? 2 : 1);
                    int axisOfB = b.shape().rank() - (spec.transposeB() ? 1 : 2);
                    Sample sum;
                    try (Buffer product = super.matmul(a, b, spec)) {
                        sum = Sample.filled(0, product.shape().toArray());
                    }
                    for (int i = 0; i < a.shape().dim(axisOfA); i++) {
                        try (Buffer left = slice(a, axisOfA, i, i + 1);
                                Buffer right = slice(b, axisOfB, i, i + 1);
                                Buffer term = super.matmul(left, right, spec);
                                Buffer before = sum.upload(this);
                                Buffer after = add(before, term)) {
                            sum = Sample.download(this, after).toBfloat16();
                        }
                    }
                    return sum.upload(this);
                }
            });
        }
    }

    /** Leaves the right kernels alone: the wrapper itself must not be what fails. */
    static class NoMistake extends BackendTck {
        @Override
        protected BackendProvider provider() {
            return new WrongBackend(RequiredForwarding::new);
        }
    }
}
