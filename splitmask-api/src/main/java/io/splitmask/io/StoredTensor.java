package io.splitmask.io;

import io.splitmask.tensor.Shape;

/**
 * What a safetensors file says about one tensor.
 *
 * @param name the tensor's name
 * @param type type of the stored elements
 * @param shape the sizes of the axes
 * @param begin first byte, counted from the end of the header
 * @param end the byte after the last one, counted from the end of the header
 */
public record StoredTensor(String name, StoredType type, Shape shape, long begin, long end) {
    @Override
    public String toString() {
        return "'" + name + "' " + type + " " + shape;
    }
}
