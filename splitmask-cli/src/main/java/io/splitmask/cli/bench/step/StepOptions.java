package io.splitmask.cli.bench.step;

import io.splitmask.cli.option.EngineOptions;
import io.splitmask.cli.option.MemoryOptions;
import io.splitmask.cli.option.MethodOptions;
import io.splitmask.cli.option.ModelName;
import io.splitmask.cli.option.ModelOptions;
import io.splitmask.cli.option.PositiveInt;
import io.splitmask.cli.option.PrecisionOption;
import io.splitmask.spi.Backend;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A pre-training step, and what computes it. */
public final class StepOptions {
    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final PrecisionOption precision = new PrecisionOption();

    @Mixin
    private final ModelOptions model = new ModelOptions(ModelName.VIT_SMALL, 224, 16);

    @Mixin
    private final MethodOptions method = new MethodOptions();

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Images in a step. Default: ${DEFAULT-VALUE}.")
    private int batch = 8;

    @Mixin
    private final MemoryOptions memory = new MemoryOptions();

    /** Opens the engine. The caller closes it. */
    public Backend open() {
        return engine.open(precision.precision());
    }

    /** Returns the threads that the engine uses. */
    public int threads() {
        return engine.threads();
    }

    /** Returns the step. */
    public StepBenchmark.Work work() {
        return new StepBenchmark.Work(
                model.model().toString(),
                model.config(),
                method.method(),
                method.settings(),
                method.vocabulary(),
                batch,
                memory.recompute(),
                engine.threads());
    }
}
