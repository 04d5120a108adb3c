package io.splitmask.cli.study;

import io.splitmask.cli.option.RunLog;
import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.run.Execution;
import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.supervised.SupervisedRecipe;
import io.splitmask.tokenizers.TokenizerFiles;
import io.splitmask.train.RunConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * A study from its file to its outcome: words, lengths, runs.
 *
 * @param methods by name
 * @param tokenizers opens files of visual words
 * @param file what is asked
 * @param images of {@link #images}
 * @param folder where results go
 * @param execution how runs are carried out; each goes on from what is in its folder
 * @param say hears what is about to be done, a line each
 */
record Study(
        MethodCatalogue methods,
        TokenizerFiles tokenizers,
        StudyFile file,
        StudyImages images,
        StudyFolder folder,
        Execution execution,
        Consumer<String> say) {
    /** Most by which a plan without settings of the paper is lengthened to fill a budget. */
    private static final double LONGEST_WITHOUT_PAPER = 1;
    /** Share of a budget that is planned for; the rest is for what turns out slower than measured. */
    private static final double PLANNED_SHARE = 0.92;

    /** Checks that the methods of a plan and their settings exist. @throws UsageException if not */
    static void check(MethodCatalogue methods, StudySettings settings) {
        try {
            Cell.of(settings, methods);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    /** Opens the images that a study is about. @throws IOException if they are missing or wrong; one line */
    static StudyImages images(MethodCatalogue methods, StudyFile file) throws IOException {
        boolean needsLabels = file.settings().methods().stream()
                .filter(method -> !method.isScratch())
                .anyMatch(method -> methods.entry(method.method()).recipe() instanceof SupervisedRecipe);
        return StudyImages.open(file.dataSource(), file.pretrainSource(), needsLabels);
    }

    /**
     * Runs what is not done yet.
     *
     * @param start of the clock that a budget is counted from, in nanoseconds
     * @param interrupted runs when the making of words was interrupted; of runs their listener hears
     * @return empty if interrupted
     */
    Optional<StudyOutcome> run(long start, Runnable interrupted) throws Exception {
        List<Cell> cells = Cell.of(file.settings(), methods);
        StudyContext context = new StudyContext(methods, tokenizers, file, folder, images, execution);
        if (!new StudyWords(context).make(interrupted)) {
            return Optional.empty();
        }
        StudyLengths lengths = file.lengths();
        if (lengths == null) {
            lengths = file.budgetMinutes() > 0 ? fitted(context, cells, start) : asPlanned(context, cells);
        }
        StudyFile chosen = file.with(lengths);
        chosen.write(folder.path());
        config(chosen).write(folder.path().resolve("config.json"));
        List<String> notes = StudyNotes.of(chosen, lengths, cells, sizes(context, cells));
        notes.forEach(say);
        Optional<List<CellResult>> results = new StudyRun(context, lengths, say).run(cells);
        return results.map(all -> new StudyOutcome(
                chosen,
                StudyRow.of(all),
                images.target().train().classes(),
                images.target().test().size(),
                notes));
    }

    /** Returns all that was set, for readers; what a study needs to go on is in its file. */
    RunConfig config(StudyFile chosen) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("data", chosen.data());
        settings.put("pretrainData", chosen.pretrainData());
        settings.put("budgetMinutes", chosen.budgetMinutes());
        settings.put("plan", chosen.plan().name());
        settings.put("settings", StudyJson.map(chosen.settings()));
        settings.put("lengths", StudyJson.map(Objects.requireNonNull(chosen.lengths())));
        return RunConfig.of(
                "study", chosen.seed(), settings, execution.backend().description());
    }

    private static StudyLengths asPlanned(StudyContext context, List<Cell> cells) throws IOException {
        Map<String, Long> updates = new LinkedHashMap<>();
        for (Cell cell : cells) {
            if (cell.pretrains()) {
                updates.put(cell.key(), context.updates(cell));
            }
        }
        return new StudyLengths(1, updates, context.settings().finetune().wholeEpochs(), 0);
    }

    private StudyLengths fitted(StudyContext context, List<Cell> cells, long start) throws Exception {
        say.accept("measuring, to fit " + file.budgetMinutes() + " minutes:");
        RunCosts costs = new StudyTrial(context, say).costs(cells);
        double spent = (System.nanoTime() - start) / 1e9;
        BudgetFit fit = new BudgetFit(costs, maxFactor());
        OptionalDouble factor = fit.factor(PLANNED_SHARE * 60 * file.budgetMinutes() - spent);
        if (factor.isEmpty()) {
            RunLog.silence();
            folder.discard();
            throw new UsageException(String.format(
                    Locale.ROOT,
                    "--budget %s is too small: the shortest form of this plan (%d pre-trainings of %d updates, %d"
                            + " fine-tunings of one epoch) takes about %s minutes here",
                    file.budgetMinutes(),
                    costs.pretrainings().size(),
                    BudgetFit.MIN_UPDATES,
                    costs.finetunings(),
                    fit.leastMinutes(PLANNED_SHARE, spent)));
        }
        StudyLengths lengths = fit.lengths(factor.getAsDouble());
        say.accept(String.format(Locale.ROOT, "planned: about %.1f minutes", (lengths.expectedSeconds() + spent) / 60));
        return lengths;
    }

    /** With more time a plan grows up to the lengths of the paper. */
    private double maxFactor() {
        if (file.paperScale()) {
            return LONGEST_WITHOUT_PAPER;
        }
        return file.plan()
                .ofPaper()
                .map(paper -> Math.max(1.0, (double) longest(paper) / longest(file.settings())))
                .orElse(LONGEST_WITHOUT_PAPER);
    }

    private static int longest(StudySettings settings) {
        return settings.epochs().stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    private static List<Integer> sizes(StudyContext context, List<Cell> cells) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        for (Cell cell : cells) {
            sizes.add(cell.pretrains() ? context.images(cell).size() : 0);
        }
        return sizes;
    }
}
