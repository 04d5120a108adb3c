package io.splitmask.djl;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import java.util.List;

/**
 * Attention in two forms. The batched form keeps the weights [B, H, T, T] and has the faster backward; the flash form
 * keeps [B, T, H] numbers, which pays once sequences are long.
 */
final class AttentionKernel {
    /** Longest T of the batched form: up to it the weights are a small part of a block's activations. */
    private static final int BATCHED_TOKENS = 128;

    private final Bridge bridge;
    private final boolean hasFlash;

    AttentionKernel(Bridge bridge, Device device) {
        this.bridge = bridge;
        this.hasFlash = device.kind() == Device.Kind.CPU;
    }

    FusedResult forward(Buffer qkv, int heads) {
        int batch = qkv.shape().dim(0);
        int tokens = qkv.shape().dim(1);
        Shape output = qkv.shape().with(-1, qkv.shape().dim(-1) / 3);
        boolean flash = isFlash(qkv.shape());
        Shape state = flash ? Shape.of(batch, tokens, heads) : Shape.of(batch, heads, tokens, tokens);
        List<Buffer> results = bridge.call(flash ? "attention_flash" : "attention_batched")
                .with(qkv)
                .with((long) heads)
                .toBuffers(output, state);
        return new FusedResult(results.get(0), List.of(results.get(1)));
    }

    Buffer backward(Buffer qkv, int heads, Buffer output, List<Buffer> state, Buffer gradient) {
        Call call = isFlash(qkv.shape())
                ? bridge.call("attention_flash_backward").with(qkv).with(output)
                : bridge.call("attention_batched_backward").with(qkv);
        return call.with(state.get(0)).with(gradient).with((long) heads).toBuffer(qkv.shape());
    }

    private boolean isFlash(Shape qkv) {
        return hasFlash && qkv.dim(1) > BATCHED_TOKENS && qkv.size() > 0;
    }
}
