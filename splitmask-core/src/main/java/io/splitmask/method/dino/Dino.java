package io.splitmask.method.dino;

import io.splitmask.autograd.Tape;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.RunLength;
import io.splitmask.method.Step;
import io.splitmask.nn.DropPath;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.optim.CosineSchedule;
import io.splitmask.optim.Ema;
import io.splitmask.optim.LinearThenConstantSchedule;
import io.splitmask.optim.Schedule;
import io.splitmask.optim.WeightDecayRule;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * DINO (Caron et al. 2021; golden cases, section 8): the student sees all crops of an image and predicts, from each, what
 * the teacher says of the other global crops. Views 0 and 1 of a batch are the global crops, further ones are local crops
 * of any size. The teacher is a moving average of the student, its outputs are centred and sharpened, and it is what is
 * kept.
 */
public final class Dino implements PretrainMethod {
    private static final int GLOBAL_CROPS = 2;

    private final Backend backend;
    private final DinoRecipe recipe;
    private final RunLength length;
    private final double dropPathRate;
    private final DinoNetwork student;
    private final DinoNetwork teacher;
    private final Parameter centre;
    private final Ema average;
    private final Schedule momentum;
    private final Schedule temperature;

    /**
     * Creates the networks; weights are zero until initialised or loaded, and the centre is 0.
     *
     * @param dropPathRate drop-path rate of the student's last block, 0 for none
     */
    public Dino(Backend backend, VitConfig config, DinoRecipe recipe, RunLength length, double dropPathRate) {
        this.backend = backend;
        this.recipe = recipe;
        this.length = length;
        this.dropPathRate = dropPathRate;
        student = new DinoNetwork(backend, config, recipe);
        teacher = new DinoNetwork(backend, config, recipe);
        centre = new Parameter(backend, Shape.of(1, recipe.outputs()), 0f);
        average = new Ema(teacher, student);
        momentum = CosineSchedule.withoutWarmup(recipe.teacherMomentum(), 1, length.totalSteps());
        temperature = new LinearThenConstantSchedule(
                recipe.firstTeacherTemperature(), recipe.teacherTemperature(), recipe.temperatureWarmupEpochs());
    }

    @Override
    public String name() {
        return "dino";
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("method", recipe, "dropPath", dropPathRate, "length", length);
    }

    @Override
    public Module network() {
        return student;
    }

    @Override
    public VisionTransformer backbone() {
        return student.backbone();
    }

    @Override
    public VisionTransformer keptBackbone() {
        return teacher.backbone();
    }

    /** Returns the moving average of {@link #network}, with the same parameters. */
    DinoNetwork teacher() {
        return teacher;
    }

    /** Returns the centre of the teacher's outputs [1, O]. */
    Parameter centre() {
        return centre;
    }

    @Override
    public void initialise(SplittableSeed seed) {
        new DinoInitialisation(backbone().config().patchSize()).apply(student, seed);
    }

    @Override
    public void afterInitialise() {
        average.update(0);
    }

    @Override
    public WeightDecayRule weightDecayRule() {
        return WeightDecayRule.ALL_BUT_VECTORS;
    }

    @Override
    public long frozenSteps(String parameter) {
        return parameter.equals("head." + DinoHead.LAST_LAYER) ? recipe.frozenEpochs() * length.stepsPerEpoch() : 0;
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        teacher.parameters().forEach((name, value) -> state.put("teacher." + name, value.tensor()));
        state.put("centre", centre.tensor());
        return state;
    }

    @Override
    public Losses loss(ImageBatch images, Step step) {
        if (images.numViews() < GLOBAL_CROPS) {
            throw new IllegalArgumentException("dino: expected two global views of every image and any number of local"
                    + " ones, got " + images.numViews());
        }
        List<Tensor> crops =
                IntStream.range(0, images.numViews()).mapToObj(images::images).toList();
        int sequences = crops.size() * images.size();
        List<DropPath.Factors> dropPath = DropPath.draw(
                backend, dropPathRate, backbone().config().depth(), sequences, step.seed().child("drop").stream());
        return loss(crops, dropPath, step.number());
    }

    /**
     * Computes the loss of given crops and moves the centre.
     *
     * @param crops each [B, 3, Hi, Wi], the two global ones first
     * @param dropPath factors by student block for the sequences of all crops; empty for none
     * @param step its number, from 0
     */
    Losses loss(List<Tensor> crops, List<DropPath.Factors> dropPath, long step) {
        Map<String, Tensor> figures;
        Tensor targets;
        // What the teacher says is large: all but the targets is freed before the student runs.
        try (TensorScope scope = TensorScope.open()) {
            Tensor logits = teach(crops);
            TeacherOutput output =
                    TeacherOutput.of(logits, centre.tensor().detach(), temperature.at(length.epoch(step)));
            targets = scope.release(output.targets(crops.size()));
            figures = output.figures();
            figures.replaceAll((name, figure) -> scope.release(figure));
            moveCentre(logits);
        }
        int[] rows = TeacherOutput.targetRows(crops.size(), crops.get(0).dim(0));
        Tensor meanOfCrops = student.crossEntropy(
                crops, dropPath, recipe.studentTemperature(), targets, Tensor.ofInts(backend, rows, rows.length));
        // The loss is the mean over pairs of a global crop and another one.
        int pairs = GLOBAL_CROPS * (crops.size() - 1);
        return new Losses(meanOfCrops.multiply((float) crops.size() / pairs), figures);
    }

    /** Returns the student, which is {@link #network}. */
    DinoNetwork student() {
        return student;
    }

    /**
     * Returns the teacher's outputs for the global crops, neither centred nor sharpened.
     *
     * @return [2B, O], not recorded
     */
    Tensor teach(List<Tensor> crops) {
        return Tape.pause(() -> teacher.forward(crops.subList(0, GLOBAL_CROPS), List.of()));
    }

    private void moveCentre(Tensor logits) {
        Tensor mean = logits.meanKeepingAxes(0);
        backend.kernels().ema(List.of(centre.tensor().buffer()), List.of(mean.buffer()), recipe.centreMomentum());
    }

    @Override
    public void afterStep(long step) {
        average.update(momentum.at(step));
    }
}
