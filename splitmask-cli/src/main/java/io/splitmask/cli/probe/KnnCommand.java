package io.splitmask.cli.probe;

import io.splitmask.cli.option.Version;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.datasets.LabelledSplits;
import io.splitmask.eval.Evaluation;
import io.splitmask.nn.VitConfig;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Classifies images by their nearest neighbours among what a network makes of training images. */
@Command(
        name = "knn",
        description = {
            "Measures how well the nearest training images tell the class of a test image, by what a network makes of "
                    + "them. Nothing is trained.",
            "",
            "--data is as for 'finetune'. The run folder gets metrics.csv, classes.csv, confusion.csv, confusion.png and "
                    + "report.html."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask knn --data photos --weights runs/photos",
            "  splitmask knn --data photos                random weights, to compare",
            "  splitmask knn --weights dino.pth --test-crop 0.875 --k 20"
        })
public final class KnnCommand implements Callable<Integer> {
    @Mixin
    private final MeasureOptions measured = new MeasureOptions(64);

    @Mixin
    private final KnnOptions knn = new KnnOptions();

    @Override
    public Integer call() throws Exception {
        VitConfig network = measured.network();
        LabelledSplits images = measured.images();
        int trainImages = images.train().size();
        KnnPlan plan =
                new KnnPlan(network, knn.tokens(), knn.recipe(trainImages), measured.cropRatio(), measured.seed());
        measured.report("knn", plan, (backend, line, cache) -> {
            Map<Integer, Evaluation> results = new KnnRun(backend, plan, line, measured.loading())
                    .run(images, measured.origin(), measured.weights(), cache, measured.batch());
            return new KnnOutcome(
                    results,
                    images.train().classes(),
                    trainImages,
                    measured.weights().isPresent());
        });
        return ExitCode.DONE;
    }
}
