package io.splitmask.djl;

import io.splitmask.spi.Buffer;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Copies between Java arrays and tensors, through a direct view of a tensor in the host's memory. */
final class Transfer {
    private final Bridge bridge;
    private final Device device;

    Transfer(Bridge bridge, Device device) {
        this.bridge = bridge;
        this.device = device;
    }

    Buffer upload(float[] values, Shape shape) {
        return upload(shape, DType.FLOAT32, bytes -> bytes.asFloatBuffer().put(values));
    }

    Buffer upload(int[] values, Shape shape) {
        return upload(shape, DType.INT32, bytes -> bytes.asIntBuffer().put(values));
    }

    float[] downloadFloats(Buffer x) {
        float[] values = new float[x.shape().intSize()];
        access(x, bytes -> bytes.asFloatBuffer().get(values));
        return values;
    }

    int[] downloadInts(Buffer x) {
        int[] values = new int[x.shape().intSize()];
        access(x, bytes -> bytes.asIntBuffer().get(values));
        return values;
    }

    private Buffer upload(Shape shape, DType dtype, Consumer<ByteBuffer> writer) {
        // Locked pages travel to a device several times as fast, and PyTorch keeps them for the next upload.
        boolean locked = device.kind() == Device.Kind.CUDA;
        Buffer host = bridge.call("host_empty")
                .with(shape)
                .with(TorchTypes.code(dtype))
                .with(locked)
                .toBuffer(shape, dtype);
        try {
            access(host, writer);
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
        if (device.kind() == Device.Kind.CPU) {
            return host;
        }
        try (host) {
            return bridge.call("on_device").with(host).with(device.toString()).toBuffer(shape, dtype);
        }
    }

    /** Shows the memory of a buffer, or of a copy of it if it is on a device. */
    private void access(Buffer x, Consumer<ByteBuffer> access) {
        // PyTorch gives no address for an empty tensor
        if (x.shape().size() > 0) {
            bridge.call("on_host")
                    .with(x)
                    .show(array -> access.accept(array.toByteBuffer(true).order(ByteOrder.nativeOrder())));
        }
    }
}
