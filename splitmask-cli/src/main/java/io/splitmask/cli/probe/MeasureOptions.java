package io.splitmask.cli.probe;

import io.splitmask.cli.option.DataOptions;
import io.splitmask.cli.option.EngineOptions;
import io.splitmask.cli.option.ModelName;
import io.splitmask.cli.option.ModelOptions;
import io.splitmask.cli.option.ResultOptions;
import io.splitmask.cli.option.WeightsOptions;
import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.progress.Terminal;
import io.splitmask.cli.report.ReportWriter;
import io.splitmask.cli.run.ClassFiles;
import io.splitmask.datasets.LabelledSplits;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.train.RunConfig;
import io.splitmask.train.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** A network that is measured as it is, the images it is measured on, and where the findings go. */
final class MeasureOptions {
    private static final int QUICK_IMAGES = 512;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final ResultOptions run = new ResultOptions();

    @Mixin
    private final DataOptions data;

    @Mixin
    private final ModelOptions model = new ModelOptions(ModelName.VIT_TINY, 64, 8);

    @Mixin
    private final WeightsOptions weights = new WeightsOptions();

    @Mixin
    private final FeatureOptions features = new FeatureOptions();

    /** @param batch images or features at once unless the user says otherwise */
    MeasureOptions(int batch) {
        data = new DataOptions(batch);
    }

    /** The measuring itself. */
    @FunctionalInterface
    interface Measurement {
        /** Measures. @param line tells how far it is @param cache folder of the features */
        Findings measure(Backend backend, LiveLine line, Path cache) throws Exception;
    }

    /** Returns the file of the weights; empty for random ones. */
    Optional<Path> weights() {
        return weights.file();
    }

    /** Returns the sizes of the network, once it is clear that findings and features have a place. */
    VitConfig network() throws IOException {
        run.checkFolder();
        features.checkCache();
        return model.config(weights.file());
    }

    /** Opens the images; a quick run has but a few. */
    LabelledSplits images() throws IOException {
        LabelledSplits all = data.images().labelled();
        return run.quick() ? all.spread(QUICK_IMAGES) : all;
    }

    /** Returns where the images come from. */
    String origin() {
        return data.images().origin();
    }

    /** Returns how images are loaded. */
    LoaderOptions.Tuning loading() {
        return engine.loading();
    }

    int batch() {
        return data.batch();
    }

    double cropRatio() {
        return features.cropRatio();
    }

    boolean quick() {
        return run.quick();
    }

    long seed() {
        return run.seed();
    }

    /**
     * Measures in a new run folder, and leaves there what was found.
     *
     * @param command its name
     * @param plan what is measured
     */
    void report(String command, Record plan, Measurement measurement) throws Exception {
        ZonedDateTime started = ZonedDateTime.now();
        try (Backend backend = engine.open();
                LiveLine line = new LiveLine(Terminal.standardError(), System::nanoTime)) {
            Path folder = run.openFolder(command, Clock.systemDefaultZone());
            Path report = folder.resolve("report.html");
            RunConfig settings = RunConfig.of(command, seed(), settings(plan), backend.description());
            settings.write(new RunFolder(folder).config());
            Findings findings = measurement.measure(backend, line, features.cache(folder));
            findings.write(folder);
            ClassFiles.write(folder, findings.classes(), findings.confusion());
            ReportWriter.write(findings.page(settings, backend, started), report);
            line.close();
            run.results(findings.facts(report.toString()), out -> {
                findings.print(out);
                out.println("report: " + report);
            });
        }
    }

    private Map<String, Object> settings(Record plan) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("images", data.images());
        settings.put("weights", weights().map(Path::toString).orElse("random"));
        settings.put("plan", plan);
        return settings;
    }
}
