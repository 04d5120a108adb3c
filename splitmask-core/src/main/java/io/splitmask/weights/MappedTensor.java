package io.splitmask.weights;

import io.splitmask.io.WeightsException;
import io.splitmask.io.WeightsFile;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A parameter of this library that is made of tensors of a file; nothing is read before it is asked for.
 *
 * @param shape of the parameter
 * @param sources names of the tensors in the file
 * @param reader makes the values
 */
public record MappedTensor(Shape shape, List<String> sources, Reader reader) {
    /** Copies the list. */
    public MappedTensor {
        sources = List.copyOf(sources);
    }

    /** Makes the values of a parameter, row-major. */
    @FunctionalInterface
    public interface Reader {
        /** Reads the tensors that it needs. */
        float[] read(WeightsFile file) throws IOException;
    }

    /** Returns a tensor as it is. */
    public static MappedTensor same(WeightsFile file, String source) throws WeightsException {
        return new MappedTensor(file.shape(source), List.of(source), from -> from.floats(source));
    }

    /**
     * Puts tensors one after the other along the first axis.
     *
     * @param parts of equal further axes
     */
    public static MappedTensor joined(List<MappedTensor> parts) {
        int rows = 0;
        List<String> sources = new ArrayList<>();
        for (MappedTensor part : parts) {
            rows = Math.addExact(rows, part.shape().dim(0));
            sources.addAll(part.sources());
        }
        Shape shape = parts.get(0).shape().with(0, rows);
        return new MappedTensor(shape, sources, file -> {
            float[] values = new float[shape.intSize()];
            int next = 0;
            for (MappedTensor part : parts) {
                float[] read = part.floats(file);
                System.arraycopy(read, 0, values, next, read.length);
                next += read.length;
            }
            return values;
        });
    }

    /** Returns the parameter computed from this one. */
    public MappedTensor mapped(Shape newShape, UnaryOperator<float[]> values) {
        return new MappedTensor(newShape, sources, file -> values.apply(floats(file)));
    }

    /** Reads the values, row-major. */
    public float[] floats(WeightsFile file) throws IOException {
        return reader.read(file);
    }
}
