package io.splitmask.method.mocov3;

import io.splitmask.autograd.Tape;
import io.splitmask.config.Problems;
import io.splitmask.loss.InfoNce;
import io.splitmask.method.Descriptors;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.RunLength;
import io.splitmask.method.Step;
import io.splitmask.nn.DropPath;
import io.splitmask.nn.Module;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.optim.CosineSchedule;
import io.splitmask.optim.Ema;
import io.splitmask.optim.Schedule;
import io.splitmask.optim.WeightDecayRule;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * MoCo v3 (Chen, Xie and He 2021; golden cases, section 9): the query of each view must find the key of the other view
 * among those of the batch. Keys come from a moving average of the base encoder, which moves before they are computed.
 * Patch projection and positions stay as they were drawn.
 */
public final class MocoV3 implements PretrainMethod {
    private static final float NORM_EPS = 1e-12f;
    private static final int SIN_COS_GROUPS = 4;
    private static final Set<String> FROZEN = Set.of(
            "base_encoder.pos_embed", "base_encoder.patch_embed.proj.weight", "base_encoder.patch_embed.proj.bias");

    private final Backend backend;
    private final MocoV3Recipe recipe;
    private final RunLength length;
    private final double dropPathRate;
    private final MocoNetwork network;
    private final MocoEncoder momentumEncoder;
    private final Ema average;
    private final Schedule momentum;

    /**
     * Creates the networks; weights are zero until initialised or loaded.
     *
     * @param dropPathRate drop-path rate of the base encoder's last block, 0 for none
     * @throws IllegalArgumentException if the width is not a multiple of 4, as the positions need it
     */
    public MocoV3(Backend backend, VitConfig config, MocoV3Recipe recipe, RunLength length, double dropPathRate) {
        Problems.of("MocoV3")
                .require(
                        config.width() % SIN_COS_GROUPS == 0,
                        "expected width as a multiple of 4 for sine-cosine positions, got " + config.width())
                .throwIfAny();
        this.backend = backend;
        this.recipe = recipe;
        this.length = length;
        this.dropPathRate = dropPathRate;
        network = new MocoNetwork(backend, config, recipe);
        momentumEncoder = new MocoEncoder(backend, config, recipe);
        average = new Ema(momentumEncoder, network.base());
        momentum = CosineSchedule.withoutWarmup(recipe.momentum(), 1, length.totalSteps());
    }

    @Override
    public String name() {
        return "mocov3";
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("method", recipe, "dropPath", dropPathRate, "length", length);
    }

    @Override
    public Module network() {
        return network;
    }

    @Override
    public VisionTransformer backbone() {
        return network.base().backbone();
    }

    /** Returns the moving average of the base encoder, with the same parameters and running statistics of its own. */
    MocoEncoder momentumEncoder() {
        return momentumEncoder;
    }

    @Override
    public void initialise(SplittableSeed seed) {
        new MocoInitialisation(backbone().config()).apply(network, seed);
    }

    @Override
    public void afterInitialise() {
        average.update(0);
    }

    @Override
    public WeightDecayRule weightDecayRule() {
        return WeightDecayRule.ALL;
    }

    @Override
    public long frozenSteps(String parameter) {
        return FROZEN.contains(parameter) ? NEVER_TRAINED : 0;
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        momentumEncoder.parameters().forEach((name, value) -> state.put("momentum_encoder." + name, value.tensor()));
        momentumEncoder.statistics().forEach((name, value) -> state.put("momentum_encoder." + name, value.tensor()));
        return state;
    }

    @Override
    public Losses loss(ImageBatch images, Step step) {
        if (images.numViews() != 2) {
            throw new IllegalArgumentException("mocov3: expected two views of every image, got " + images.numViews());
        }
        List<DropPath.Factors> dropPath = DropPath.draw(
                backend,
                dropPathRate,
                backbone().config().depth(),
                2 * images.size(),
                step.seed().child("drop").stream());
        return loss(views(images.images(0), images.images(1), dropPath, step.number()));
    }

    /**
     * Computes queries, moves the momentum encoder, and computes keys; running statistics of all networks move too.
     *
     * @param view1 [B, 3, Hi, Wi]
     * @param view2 [B, 3, Hi, Wi] of the same images
     * @param dropPath factors by block for 2B sequences, those of view 1 first; empty for none
     * @param step its number, from 0
     */
    MocoViews views(Tensor view1, Tensor view2, List<DropPath.Factors> dropPath, long step) {
        List<Tensor> queries = network.queries(view1, view2, dropPath);
        average.update(momentum.at(step));
        List<Tensor> keys = Tape.pause(() -> momentumEncoder.forward(view1, view2, List.of()));
        return new MocoViews(queries.get(0), queries.get(1), keys.get(0), keys.get(1));
    }

    /** Sums the losses of both directions. */
    Losses loss(MocoViews views) {
        Tensor key1 = normalised(views.key1());
        Tensor key2 = normalised(views.key2());
        Tensor query1 = contrast(normalised(views.query1()), key2);
        Tensor query2 = contrast(normalised(views.query2()), key1);
        Map<String, Tensor> terms = new LinkedHashMap<>();
        terms.put("query1", query1);
        terms.put("query2", query2);
        terms.putAll(Descriptors.figures(key1, key2));
        return new Losses(query1.add(query2), terms);
    }

    private static Tensor normalised(Tensor rows) {
        return rows.l2Normalize(-1, NORM_EPS);
    }

    /** {@code 2 tau CE(q k^T / tau, own row)}. */
    private Tensor contrast(Tensor queries, Tensor keys) {
        Tensor similarity = InfoNce.similarity(queries, keys, recipe.temperature());
        return InfoNce.oneWay(similarity).multiply((float) (2 * recipe.temperature()));
    }
}
