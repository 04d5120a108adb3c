package io.splitmask.djl;

import io.splitmask.spi.Precision;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;

/** The ways in which attention is computed; each is a method of the module and one of the same name for its gradient. */
enum AttentionForm {
    /** In single precision; keeps the weights [B, H, T, T] and has the faster backward while they are small. */
    BATCHED("attention_batched"),
    /** On the processor, in single precision; keeps [B, T, H] numbers. */
    FLASH("attention_flash"),
    /** The same with products of bfloat16. */
    FLASH_BF16("attention_flash_bf16"),
    /** On CUDA, in single precision; keeps [B, H, T'] numbers, T' being T rounded up to a multiple of 32. */
    EFFICIENT_CUDA("attention_efficient_cuda"),
    /** On CUDA, with products of bfloat16; keeps [H, B * T] numbers. */
    FLASH_CUDA("attention_flash_cuda");

    /** Longest T for which single precision takes the batched form: its weights are a small part of the activations. */
    private static final int BATCHED_TOKENS = 128;

    /** What PyTorch's kernels for CUDA take as Dh: a multiple of this, up to the largest. */
    private static final int CUDA_HEAD_STEP = 8;

    private static final int CUDA_HEAD_MAX = 256;

    private static final int EFFICIENT_ALIGNMENT = 32;

    private final String method;

    AttentionForm(String method) {
        this.method = method;
    }

    /** Chooses the form for qkv [B, T, 3D]. */
    static AttentionForm of(Shape qkv, int heads, Device device, Precision precision) {
        boolean bf16 = precision == Precision.BFLOAT16;
        boolean isShort = !bf16 && qkv.dim(1) <= BATCHED_TOKENS;
        if (qkv.size() == 0 || isShort) {
            return BATCHED;
        }
        if (device.kind() == Device.Kind.CPU) {
            return bf16 ? FLASH_BF16 : FLASH;
        }
        int headSize = qkv.dim(2) / 3 / heads;
        if (headSize % CUDA_HEAD_STEP != 0 || headSize > CUDA_HEAD_MAX) {
            return BATCHED;
        }
        return bf16 ? FLASH_CUDA : EFFICIENT_CUDA;
    }

    String forward() {
        return method;
    }

    String backward() {
        return method + "_backward";
    }

    /** Returns the shape of what is kept for the gradient. */
    Shape state(Shape qkv, int heads) {
        int batch = qkv.dim(0);
        int tokens = qkv.dim(1);
        return switch (this) {
            case BATCHED -> Shape.of(batch, heads, tokens, tokens);
            case FLASH, FLASH_BF16 -> Shape.of(batch, tokens, heads);
            case FLASH_CUDA -> Shape.of(heads, batch * tokens);
            case EFFICIENT_CUDA ->
                Shape.of(batch, heads, (tokens + EFFICIENT_ALIGNMENT - 1) / EFFICIENT_ALIGNMENT * EFFICIENT_ALIGNMENT);
        };
    }
}
