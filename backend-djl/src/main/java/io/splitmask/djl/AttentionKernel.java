package io.splitmask.djl;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Precision;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import java.util.List;

/** Attention in the form that suits sizes, device and precision; the state is that form's own. */
final class AttentionKernel {
    private final Bridge bridge;
    private final Device device;
    private final Precision precision;

    AttentionKernel(Bridge bridge, Device device, Precision precision) {
        this.bridge = bridge;
        this.device = device;
        this.precision = precision;
    }

    FusedResult forward(Buffer qkv, int heads) {
        Shape shape = qkv.shape();
        AttentionForm form = AttentionForm.of(shape, heads, device, precision);
        List<Buffer> results = bridge.call(form.forward())
                .with(qkv)
                .with((long) heads)
                .toBuffers(shape.with(-1, shape.dim(-1) / 3), form.state(shape, heads));
        return new FusedResult(results.get(0), List.of(results.get(1)));
    }

    Buffer backward(Buffer qkv, int heads, Buffer output, List<Buffer> state, Buffer gradient) {
        AttentionForm form = AttentionForm.of(qkv.shape(), heads, device, precision);
        Call call = bridge.call(form.backward()).with(qkv);
        if (form != AttentionForm.BATCHED) {
            call.with(output);
        }
        return call.with(state.get(0)).with(gradient).with((long) heads).toBuffer(qkv.shape());
    }
}
