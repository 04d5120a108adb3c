package io.splitmask.tck.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** Decodes the few kinds of tensors that stored cases hold. The library's own reader is under test and not used. */
final class SafetensorsReader {
    private static final int LENGTH_BYTES = 8;

    private SafetensorsReader() {}

    static Map<String, GoldenTensor> read(byte[] file) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = Math.toIntExact(data.getLong());
        JsonNode header = new ObjectMapper().readTree(file, LENGTH_BYTES, headerLength);
        Map<String, GoldenTensor> tensors = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals("__metadata__")) {
                int offset = LENGTH_BYTES
                        + headerLength
                        + entry.getValue().path("data_offsets").path(0).intValue();
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), data.position(offset)));
            }
        }
        return tensors;
    }

    private static GoldenTensor tensor(String name, JsonNode header, ByteBuffer data) throws IOException {
        JsonNode sizes = header.path("shape");
        int[] dims = new int[sizes.size()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = sizes.get(i).intValue();
        }
        Shape shape = Shape.of(dims);
        String dtype = header.path("dtype").textValue();
        if ("F32".equals(dtype)) {
            float[] values = new float[shape.intSize()];
            data.asFloatBuffer().get(values);
            return new GoldenTensor(name, shape, values);
        }
        if ("I64".equals(dtype)) {
            long[] values = new long[shape.intSize()];
            data.asLongBuffer().get(values);
            return new GoldenTensor(name, shape, values);
        }
        throw new IOException("tensor " + name + ": expected dtype F32 or I64, got " + dtype);
    }
}
