package io.splitmask.weights;

import io.splitmask.io.WeightsException;
import io.splitmask.tensor.Shape;
import java.nio.file.Path;
import java.util.Optional;

/** The shapes of a file's tensors, and complaints about them by the names that they have there. */
record ShapeOf(Path path, NameMap names) {
    /**
     * Returns a tensor's shape, if there is the tensor.
     *
     * @param name in this library
     */
    Optional<Shape> find(String name) {
        return Optional.ofNullable(names.tensors().get(name)).map(MappedTensor::shape);
    }

    /**
     * Returns the shape of a tensor.
     *
     * @throws WeightsException if there is none of this name, or if it has another number of axes
     */
    Shape get(String name, int rank) throws WeightsException {
        Shape shape = find(name).orElseThrow(() -> problem(name, "expected in the file, got none of this name"));
        require(name, shape.rank() == rank, "expected " + rank + " axes, got " + shape);
        return shape;
    }

    /** Complains about a tensor unless the condition holds. */
    void require(String name, boolean condition, String problem) throws WeightsException {
        if (!condition) {
            throw problem(name, problem);
        }
    }

    private WeightsException problem(String name, String problem) {
        return new WeightsException(path, names.theirs(name), problem);
    }
}
