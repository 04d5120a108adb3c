package io.splitmask.cli.study;

import io.splitmask.config.Problems;
import io.splitmask.nn.VitConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a study varies and what it keeps.
 *
 * @param model name of the network, such as {@code vit_micro}
 * @param image side of the images in pixels
 * @param patch side of a patch in pixels
 * @param vocabulary V, visual words of a tokenizer that is made for the study
 * @param methods ways to pre-train
 * @param tokenizers how visual words are found: {@code random-projection}, {@code random-patches}, {@code kmeans}, or
 *     the path of a codebook or of the weights of DALL-E's encoder
 * @param fractions shares of the images to pre-train on, above 0 to 1
 * @param epochs lengths of pre-training
 * @param constantUpdates whether a fraction gets as many updates as all images would, so that the epochs are those of
 *     all images (the paper's section 3.1); otherwise they are those of the fraction
 * @param pretrainSeeds seeds of pre-training
 * @param finetuneSeeds seeds of fine-tuning from each pre-training
 * @param pretrain how all methods are pre-trained
 * @param finetune how classifiers are fine-tuned
 * @param probe how linear classifiers are trained on features
 */
record StudySettings(
        String model,
        int image,
        int patch,
        int vocabulary,
        List<StudyMethod> methods,
        List<String> tokenizers,
        List<Double> fractions,
        List<Integer> epochs,
        boolean constantUpdates,
        List<Long> pretrainSeeds,
        List<Long> finetuneSeeds,
        PretrainSettings pretrain,
        FinetuneSettings finetune,
        ProbeSettings probe) {
    /** What a plan does not say; it must name methods. */
    static final StudySettings DEFAULT = new StudySettings(
            "vit_micro",
            64,
            8,
            1024,
            List.of(new StudyMethod("", StudyMethod.SCRATCH, Map.of(), Map.of())),
            List.of(StudyWords.RANDOM_PROJECTION),
            List.of(1.0),
            List.of(15),
            true,
            List.of(0L),
            List.of(0L, 1L, 2L),
            PretrainSettings.DEFAULT,
            FinetuneSettings.DEFAULT,
            ProbeSettings.DEFAULT);

    /** Copies the lists and checks the numbers. */
    StudySettings {
        methods = List.copyOf(methods);
        tokenizers = List.copyOf(tokenizers);
        fractions = List.copyOf(fractions);
        epochs = List.copyOf(epochs);
        pretrainSeeds = List.copyOf(pretrainSeeds);
        finetuneSeeds = List.copyOf(finetuneSeeds);
        Problems problems = Problems.of("settings").atLeast(1, "vocabulary", vocabulary);
        requireSome(problems, "methods", methods);
        requireSome(problems, "tokenizers", tokenizers);
        requireSome(problems, "fractions", fractions);
        requireSome(problems, "epochs", epochs);
        requireSome(problems, "pretrainSeeds", pretrainSeeds);
        requireSome(problems, "finetuneSeeds", finetuneSeeds);
        fractions.forEach(fraction ->
                problems.require(fraction > 0 && fraction <= 1, "expected fractions above 0 to 1, got " + fraction));
        epochs.forEach(length -> problems.atLeast(1, "epochs", length));
        problems.require(
                finetune.wholeEpochs() > 0 || probe.epochs() > 0,
                "expected finetune.epochs or probe.epochs above 0: without, nothing is measured");
        problems.throwIfAny();
        var unused = VitConfig.named(model, image, patch); // complains of what does not fit
    }

    private static void requireSome(Problems problems, String name, List<?> values) {
        problems.require(!values.isEmpty(), "expected one or more " + name + ", got none");
        Set<Object> different = new LinkedHashSet<>();
        for (Object value : values) {
            Object key = value instanceof StudyMethod method ? method.slug() : value;
            problems.require(
                    different.add(key),
                    "expected different " + name + ", got '" + key + "' twice"
                            + (value instanceof StudyMethod ? "; give each a label" : ""));
        }
    }

    /** Returns the network. */
    VitConfig network() {
        return VitConfig.named(model, image, patch);
    }

    /** Returns the same with other probes. */
    StudySettings withProbe(ProbeSettings other) {
        return with(fractions, epochs, other);
    }

    /** Returns the same with other fractions and lengths. */
    StudySettings withAxes(List<Double> otherFractions, List<Integer> otherEpochs) {
        return with(otherFractions, otherEpochs, probe);
    }

    private StudySettings with(List<Double> otherFractions, List<Integer> otherEpochs, ProbeSettings otherProbe) {
        return new StudySettings(
                model,
                image,
                patch,
                vocabulary,
                methods,
                tokenizers,
                otherFractions,
                otherEpochs,
                constantUpdates,
                pretrainSeeds,
                finetuneSeeds,
                pretrain,
                finetune,
                otherProbe);
    }

    boolean finetunes() {
        return finetune.wholeEpochs() > 0;
    }

    boolean probes() {
        return probe.epochs() > 0;
    }
}
