package io.splitmask.train;

import io.splitmask.nn.init.Initializer;
import io.splitmask.nn.init.ParameterInitialisation;
import io.splitmask.nn.init.TimmInitialisation;
import io.splitmask.nn.init.TruncatedNormal;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.tensor.Shape;
import java.util.Optional;

/**
 * Initial values of a classifier before fine-tuning, the weights of training from scratch: PyTorch's default for the
 * patch projection, elsewhere timm's truncated normal with BEiT's scaling by depth and of the head.
 *
 * @param patchSize P in pixels
 * @param headScale factor on the initial weights of the head
 * @see "recipes, section 1.4; microsoft/unilm 768a3c8, beit/modeling_finetune.py"
 */
record FineTuneInitialisation(int patchSize, double headScale) implements ParameterInitialisation {
    @Override
    public Optional<Initializer> of(String name, Shape shape) {
        return name.startsWith("patch_embed.")
                ? new TimmInitialisation(patchSize).of(name, shape)
                : new WeightInitialisation(TruncatedNormal.TIMM, headScale).of(name, shape);
    }
}
