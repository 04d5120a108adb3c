package io.splitmask.io;

import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * An open file of named tensors, whatever its format. Opening reads an index only; a tensor's values are read when
 * asked for. Methods may be called from several threads.
 *
 * @see WeightsFiles#open
 */
public interface WeightsFile extends AutoCloseable {
    /** Returns the tensors' names in the order of the file. */
    Set<String> names();

    /** Returns the facts that stand beside the tensors, as text by key; empty if there are none. */
    Map<String, String> metadata();

    /** Returns whether there is a tensor of this name. */
    boolean contains(String name);

    /**
     * Returns the sizes of a tensor's axes.
     *
     * @throws WeightsException if there is no such tensor
     */
    Shape shape(String name) throws WeightsException;

    /**
     * Returns the type of a tensor's stored elements.
     *
     * @throws WeightsException if there is no such tensor
     */
    StoredType type(String name) throws WeightsException;

    /**
     * Reads a tensor in the array type that fits its stored type: floats for all floating-point types, longs for I64,
     * ints for the other integers and BOOL.
     *
     * @throws WeightsException if there is no such tensor
     */
    HostTensor read(String name) throws IOException;

    /**
     * Reads a tensor of a floating-point type. F64 is rounded to the nearest float (infinity beyond its range); the
     * other types are exact.
     *
     * @return row-major values
     * @throws WeightsException if there is no such tensor or its type is not floating-point
     */
    float[] floats(String name) throws IOException;

    /**
     * Reads a tensor of an integer type; a BOOL becomes 0 or 1.
     *
     * @return row-major values
     * @throws WeightsException if there is no such tensor, its type is floating-point, or a value does not fit
     */
    int[] ints(String name) throws IOException;

    /**
     * Reads a tensor of an integer type; a BOOL becomes 0 or 1.
     *
     * @return row-major values
     * @throws WeightsException if there is no such tensor or its type is floating-point
     */
    long[] longs(String name) throws IOException;

    @Override
    void close() throws IOException;
}
