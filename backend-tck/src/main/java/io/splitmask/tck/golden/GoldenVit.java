package io.splitmask.tck.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.loss.CrossEntropy;
import io.splitmask.nn.Linear;
import io.splitmask.nn.Module;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;

/**
 * The Vision Transformer of stored cases: its sizes, which many cases state alike, and the cases {@code vit_forward*}, which
 * have every intermediate result, both losses, and the gradients of the first.
 */
public final class GoldenVit {
    private GoldenVit() {}

    /** A Vision Transformer and a class head, as the case names them. */
    private static final class Network extends Module {
        private final VisionTransformer vit;
        private final Linear head;

        Network(Backend backend, VitConfig config, int classes) {
            super(backend);
            vit = inline(new VisionTransformer(backend, config));
            head = child("head", new Linear(backend, config.width(), classes));
        }
    }

    /**
     * Returns the sizes of a case's Vision Transformer.
     *
     * @param config the entry {@code config} of the case
     */
    public static VitConfig config(JsonNode config) {
        assertThat(config.path("layer_norm_eps").doubleValue()).isEqualTo(VitConfig.LAYER_NORM_EPS);
        return new VitConfig(
                config.path("image_height").intValue(),
                config.path("image_width").intValue(),
                config.path("patch_size").intValue(),
                config.path("dim").intValue(),
                config.path("depth").intValue(),
                config.path("heads").intValue(),
                config.path("mlp_ratio").doubleValue(),
                config.path("layer_scale").booleanValue() ? 1 : 0);
    }

    static void check(GoldenCase golden, Backend backend) {
        int classes = golden.config().path("classes").intValue();
        Network network = new Network(backend, config(golden.config()), classes);
        GoldenTensors.load(golden, "w/", network.parameters());
        Tensor images = GoldenTensors.floats(backend, golden, "in/images");
        Tensor labels = GoldenTensors.indices(backend, golden, "in/labels", classes);

        Tensor x = checkBlocks(golden, network.vit, images);
        GoldenTensors.check(golden, "out/norm", x);
        GoldenTensors.check(golden, "out/norm", network.vit.forward(images));

        Tensor pool = VisionTransformer.meanOfPatches(x);
        GoldenTensors.check(golden, "out/pool", pool);
        Tensor poolLogits = network.head.forward(pool);
        GoldenTensors.check(golden, "out/logits_pool", poolLogits);
        golden.assertScalar("loss_pool", CrossEntropy.of(poolLogits, labels).item());

        checkGradients(golden, network, images, labels);
        network.recomputeBlocks();
        checkGradients(golden, network, images, labels);
    }

    private static void checkGradients(GoldenCase golden, Network network, Tensor images, Tensor labels) {
        try (Tape tape = Tape.record()) {
            Tensor cls = VisionTransformer.classToken(network.vit.forward(images));
            GoldenTensors.check(golden, "out/cls", cls);
            Tensor logits = network.head.forward(cls);
            GoldenTensors.check(golden, "out/logits_cls", logits);
            Tensor loss = CrossEntropy.of(logits, labels);
            golden.assertScalar("loss_cls", loss.item());
            Gradients gradients = tape.backward(loss);
            GoldenTensors.checkGradients(golden, "grad/", gradients, network.parameters());
        }
    }

    private static Tensor checkBlocks(GoldenCase golden, VisionTransformer vit, Tensor images) {
        Tensor x = vit.embed(images);
        GoldenTensors.check(golden, "out/embed", x);
        GoldenTensors.check(golden, "out/attention.0", vit.attentionWeights(0, x));
        for (int i = 0; i < vit.blocks().size(); i++) {
            x = vit.blocks().get(i).forward(x);
            GoldenTensors.check(golden, "out/block." + i, x);
        }
        assertThat(golden.tensorNames("out/block."))
                .as("%s, blocks", golden)
                .hasSize(vit.blocks().size());
        return vit.normalise(x);
    }
}
