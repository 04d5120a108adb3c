package io.splitmask.train;

import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.Step;
import io.splitmask.nn.Linear;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.PatchEmbedding;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.optim.Ema;
import io.splitmask.random.RandomStream;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Removes noise from patches: small, random in every step, and with averaged weights beside the trained ones. */
final class TinyMethod implements PretrainMethod {
    /** 8 x 8 pixels in four patches, D 8, two heads. */
    static final VitConfig CONFIG = new VitConfig(8, 8, 4, 8, 2, 2, 2, 0);

    private static final double MOMENTUM = 0.9;

    private final Backend backend;
    private final Network network;
    private final Network average;
    private final Ema ema;

    /** Backbone and reconstruction. */
    private static final class Network extends Module {
        private final VisionTransformer encoder;
        private final Linear pixels;

        Network(Backend backend, VitConfig config) {
            super(backend);
            encoder = inline(new VisionTransformer(backend, config));
            int patchPixels = VisionTransformer.CHANNELS * config.patchSize() * config.patchSize();
            pixels = child("decoder", new Linear(backend, config.width(), patchPixels));
        }

        /** @return [B, N, C*P*P] */
        Tensor reconstruct(Tensor images) {
            Tensor encoded = encoder.forward(images);
            return pixels.forward(encoded.slice(1, 1, encoded.dim(1)));
        }
    }

    TinyMethod(Backend backend, VitConfig config) {
        this.backend = backend;
        network = new Network(backend, config);
        average = new Network(backend, config);
        ema = new Ema(average, network);
    }

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("momentum", MOMENTUM);
    }

    @Override
    public Module network() {
        return network;
    }

    @Override
    public VisionTransformer backbone() {
        return network.encoder;
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (Map.Entry<String, Parameter> entry : average.parameters().entrySet()) {
            state.put("average." + entry.getKey(), entry.getValue().tensor());
        }
        return state;
    }

    @Override
    public Losses loss(ImageBatch batch, Step step) {
        Tensor images = batch.images();
        RandomStream random = step.seed().child("noise").stream();
        float[] noise = new float[images.shape().intSize()];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = 0.5f * (float) random.nextGaussian();
        }
        Tensor noisy = images.add(Tensor.of(backend, noise, images.shape().toArray()));
        Tensor target = PatchEmbedding.patches(images, CONFIG.patchSize());
        Tensor error = network.reconstruct(noisy).subtract(target).square().mean();
        return new Losses(error, Map.of("reconstruction", error));
    }

    @Override
    public void afterStep(long step) {
        ema.update(MOMENTUM);
    }
}
