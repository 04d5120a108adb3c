package io.splitmask.cli.study;

import io.splitmask.cli.option.ImageSelection;
import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.run.Interruption;
import io.splitmask.cli.tokenizer.Clustering;
import io.splitmask.cli.tokenizer.FitPlan;
import io.splitmask.cli.tokenizer.WordFit;
import io.splitmask.tokenizers.Codebook;
import io.splitmask.tokenizers.CodebookKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The visual words of a study: drawn or fitted once for all runs, or from a file. */
final class StudyWords {
    /** Random directions, drawn for each seed of pre-training: needs no file. */
    static final String RANDOM_PROJECTION = CodebookKind.RANDOM_PROJECTION.toString();

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final StudyContext study;

    StudyWords(StudyContext study) {
        this.study = study;
    }

    /** Checks that each tokenizer is a kind or a file. @throws UsageException if one is not */
    static void check(StudySettings settings) {
        for (String name : settings.tokenizers()) {
            if (kind(name).isEmpty() && !Files.exists(Path.of(name))) {
                throw new UsageException("unknown tokenizer '" + name + "'; known: "
                        + Arrays.toString(CodebookKind.values()) + ", or a file, and there is no "
                        + Path.of(name).toAbsolutePath());
            }
        }
    }

    /**
     * Makes the words that are not there yet.
     *
     * @param interrupted runs when it was interrupted, before the JVM may end
     * @return whether all are there; false if interrupted
     */
    boolean make(Runnable interrupted) throws Exception {
        for (String name : study.settings().tokenizers()) {
            Optional<CodebookKind> kind = kind(name);
            if (kind.isPresent() && !name.equals(RANDOM_PROJECTION) && !Files.exists(made(name))) {
                Optional<Codebook> words = fit(plan(kind.get()), made(name), interrupted);
                if (words.isEmpty()) {
                    return false;
                }
                words.get().save(made(name));
            }
        }
        return true;
    }

    private Optional<Codebook> fit(FitPlan plan, Path file, Runnable interrupted) throws Exception {
        Files.createDirectories(study.folder().words());
        if (plan.kind() == CodebookKind.RANDOM_PATCHES) {
            return Optional.of(WordFit.patches(
                    plan, study.images().unlabelled(), study.execution().loading()));
        }
        Path state = file.resolveSibling(file.getFileName() + ".state");
        try (Interruption interruption = Interruption.listen(PATIENCE)) {
            Optional<Codebook> words = clusters(plan, state, interruption);
            if (words.isPresent()) {
                Files.deleteIfExists(state);
            } else {
                interrupted.run();
            }
            return words;
        }
    }

    private Optional<Codebook> clusters(FitPlan plan, Path state, Interruption interruption) throws Exception {
        try (LiveLine line = new LiveLine(study.execution().terminal(), System::nanoTime)) {
            return new WordFit(line, interruption, study.execution().loading())
                    .clusters(study.backend(), study.images().unlabelled(), plan, state);
        }
    }

    private FitPlan plan(CodebookKind kind) {
        StudySettings settings = study.settings();
        return new FitPlan(
                kind,
                ImageSelection.all(study.file().pretrainSource()),
                settings.vocabulary(),
                settings.patch(),
                settings.image(),
                study.file().seed(),
                Clustering.standard(settings.vocabulary()),
                Map.of());
    }

    /** Returns the file of the words of a tokenizer, as a plan of pre-training has it: empty for a random projection. */
    String file(String tokenizer) {
        if (tokenizer.isEmpty() || tokenizer.equals(RANDOM_PROJECTION)) {
            return "";
        }
        Path file = kind(tokenizer).isPresent() ? made(tokenizer) : Path.of(tokenizer);
        return file.toAbsolutePath().toString();
    }

    private Path made(String tokenizer) {
        return study.folder().words().resolve(tokenizer + ".safetensors");
    }

    private static Optional<CodebookKind> kind(String name) {
        return Arrays.stream(CodebookKind.values())
                .filter(kind -> kind.toString().equals(name))
                .findFirst();
    }

    /** Returns the name for people: a kind, or the name of a file. */
    static String label(String tokenizer) {
        return kind(tokenizer).map(CodebookKind::toString).orElseGet(() -> Objects.requireNonNull(
                        Path.of(tokenizer).getFileName(), tokenizer)
                .toString());
    }

    /** Returns the name as part of the name of a folder. */
    static String slug(String tokenizer) {
        return label(tokenizer).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
