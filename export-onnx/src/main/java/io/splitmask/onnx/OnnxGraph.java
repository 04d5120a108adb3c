package io.splitmask.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.splitmask.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph in the making: tensors and nodes in the order of computation, each result under a name of its own. */
final class OnnxGraph {
    /** The first version of the format in which these operators may stand. */
    private static final int FORMAT_VERSION = 8;

    private static final String BATCH = "batch";

    private final GraphProto.Builder graph;
    private final Set<String> names = new HashSet<>();

    OnnxGraph(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    /**
     * Declares an input [batch, ...].
     *
     * @param sizes of the axes behind the batch
     * @return its name
     */
    String input(String name, String description, int... sizes) {
        graph.addInput(floats(unique(name), description, sizes));
        return name;
    }

    /**
     * Declares a result to be an output [batch, ...].
     *
     * @param sizes of the axes behind the batch
     */
    void output(String name, String description, int... sizes) {
        if (!names.contains(name)) {
            throw new IllegalStateException("ONNX graph: expected a result of this name, got none: " + name);
        }
        graph.addOutput(floats(name, description, sizes));
    }

    private static ValueInfoProto floats(String name, String description, int... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam(BATCH);
        Arrays.stream(sizes).forEach(size -> shape.addDimBuilder().setDimValue(size));
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setDocString(description)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /**
     * Adds a tensor of floats.
     *
     * @param values row-major
     * @return its name
     */
    String floats(String name, Shape shape, float[] values) {
        ByteBuffer bytes = buffer(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return tensor(name, TensorProto.DataType.FLOAT, shape, bytes);
    }

    /**
     * Adds a number.
     *
     * @return its name
     */
    String number(String name, double value) {
        return floats(name, Shape.of(), new float[] {(float) value});
    }

    /**
     * Adds a tensor of whole numbers.
     *
     * @param values row-major
     * @return its name
     */
    String longs(String name, Shape shape, long... values) {
        ByteBuffer bytes = buffer(values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        return tensor(name, TensorProto.DataType.INT64, shape, bytes);
    }

    /**
     * Adds a vector of whole numbers, such as a shape.
     *
     * @return its name
     */
    String longs(String name, long... values) {
        return longs(name, Shape.of(values.length), values);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String tensor(String name, TensorProto.DataType type, Shape shape, ByteBuffer bytes) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(unique(name))
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(bytes.array()));
        Arrays.stream(shape.toArray()).forEach(tensor::addDims);
        graph.addInitializer(tensor);
        return name;
    }

    /**
     * Adds a node.
     *
     * @param operator as ONNX calls it
     * @param result name of what it gives
     * @param inputs names of results, tensors and inputs
     * @return the name of the result
     */
    String node(String operator, String result, List<String> inputs, AttributeProto... attributes) {
        for (String input : inputs) {
            if (!names.contains(input)) {
                throw new IllegalStateException("ONNX graph: " + result + " needs what is not there: " + input);
            }
        }
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(unique(result))
                .addOutput(result)
                .addAllInput(inputs)
                .addAllAttribute(List.of(attributes)));
        return result;
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto attribute(String name, double value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF((float) value)
                .build();
    }

    static AttributeProto attribute(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(values)
                .build();
    }

    private String unique(String name) {
        if (!names.add(name)) {
            throw new IllegalStateException("ONNX graph: expected names that differ, got '" + name + "' twice");
        }
        return name;
    }

    /**
     * Returns the whole model.
     *
     * @param metadata to store beside the graph
     */
    ModelProto model(Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(FORMAT_VERSION)
                .setProducerName("splitmask")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OnnxExport.OPSET))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build();
    }
}
