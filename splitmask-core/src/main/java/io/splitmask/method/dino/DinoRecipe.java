package io.splitmask.method.dino;

import io.splitmask.config.Problems;
import io.splitmask.method.MethodContext;
import io.splitmask.method.MethodRecipe;

/**
 * What is particular to DINO: a student that sees all crops of an image predicts what a teacher, its moving average, says
 * of the two global ones.
 *
 * @param outputs O, what an image is sorted into
 * @param hiddenWidth of the projection head
 * @param bottleneckWidth of the projection head before its last layer
 * @param studentTemperature of the student's softmax
 * @param firstTeacherTemperature of the teacher's softmax in the first epoch
 * @param teacherTemperature of the teacher's softmax after the warm-up
 * @param temperatureWarmupEpochs epochs from the first temperature to the last, linearly; 0 for the last from the start
 * @param centreMomentum share of the old centre in the new one
 * @param teacherMomentum share of the old teacher in the new one at the start; a cosine leads to 1
 * @param frozenEpochs first epochs in which the last layer of the student stays as it is
 * @see "recipes, section 2.4; facebookresearch/dino 7c446df, main_dino.py"
 */
public record DinoRecipe(
        int outputs,
        int hiddenWidth,
        int bottleneckWidth,
        double studentTemperature,
        double firstTeacherTemperature,
        double teacherTemperature,
        int temperatureWarmupEpochs,
        double centreMomentum,
        double teacherMomentum,
        int frozenEpochs)
        implements MethodRecipe {
    /** The defaults of the published code. */
    public static final DinoRecipe DEFAULT = new DinoRecipe(65_536, 2048, 256, 0.1, 0.04, 0.04, 0, 0.9, 0.996, 1);
    /**
     * The published run of 300 epochs, in which the teacher's temperature rises to 0.07 over 30 epochs, but for one point:
     * there the gain of the last layer is trained too.
     */
    public static final DinoRecipe LONG = DEFAULT.withTeacherTemperature(0.04, 0.07, 30);

    /** Checks the numbers. */
    public DinoRecipe {
        Problems.of("DinoRecipe")
                .atLeast(2, "outputs", outputs)
                .atLeast(1, "hiddenWidth", hiddenWidth)
                .atLeast(1, "bottleneckWidth", bottleneckWidth)
                .positive("studentTemperature", studentTemperature)
                .positive("firstTeacherTemperature", firstTeacherTemperature)
                .positive("teacherTemperature", teacherTemperature)
                .atLeast(0, "temperatureWarmupEpochs", temperatureWarmupEpochs)
                .share("centreMomentum", centreMomentum)
                .share("teacherMomentum", teacherMomentum)
                .atLeast(0, "frozenEpochs", frozenEpochs)
                .throwIfAny();
    }

    @Override
    public Dino create(MethodContext context) {
        return new Dino(context.backend(), context.model(), this, context.length(), context.dropPath());
    }

    /** Returns the same recipe with other temperatures of the teacher. */
    public DinoRecipe withTeacherTemperature(double first, double last, int warmupEpochs) {
        return new DinoRecipe(
                outputs,
                hiddenWidth,
                bottleneckWidth,
                studentTemperature,
                first,
                last,
                warmupEpochs,
                centreMomentum,
                teacherMomentum,
                frozenEpochs);
    }
}
