package io.splitmask.cli.export;

import io.splitmask.cli.option.CropOptions;
import io.splitmask.cli.option.EngineOptions;
import io.splitmask.cli.option.OutputOptions;
import io.splitmask.cli.option.StartingWeights;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.cli.run.FinetunePlans;
import io.splitmask.cli.run.StoredNormalization;
import io.splitmask.export.Preprocessing;
import io.splitmask.export.TrainedNetwork;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.ModelWeights;
import io.splitmask.weights.PixelStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a trained network as other libraries read it. */
@Command(
        name = "export",
        description = {
            "Writes a trained network for other programs: the backbone of 'pretrain', or the classifier of 'finetune' with"
                    + " the names of its classes.",
            "",
            "timm and huggingface: a folder with model.safetensors and config.json, which their loaders take as it is."
                    + " Networks that pool the patches, as 'finetune' makes them from SplitMask, become Hugging Face's"
                    + " BEiT, others its ViT. onnx and torchscript: the graph with its weights, from normalised images of any"
                    + " batch size to class tokens and patch tokens, or to logits.",
            "",
            "Others are told to prepare images as all commands here do: the short side resized, the middle cut out,"
                    + " ImageNet's mean and deviation. Of public weights, and of what was fine-tuned from them, those are told"
                    + " that stand in the config.json or preprocessor_config.json beside the public weights."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask export --weights runs/photos --format timm --out photos-timm",
            "  splitmask export --weights runs/classes --format huggingface --out classes-hf",
            "  splitmask export --weights runs/averaged/weights_ema.safetensors --format onnx --out averaged.onnx",
            "  splitmask export --weights runs/classes --format torchscript --out classes.pt"
        })
public final class ExportCommand implements Callable<Integer> {
    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final CropOptions crop = new CropOptions(FinetunePlans.TEST_CROP_RATIO);

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--weights",
            paramLabel = "RUN",
            required = true,
            description = "The network: the folder of a run, or a file of weights, of this program or public.")
    private @Nullable Path weights;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            required = true,
            converter = ExportFormat.Reader.class,
            description = "timm, huggingface, onnx or torchscript.")
    private @Nullable ExportFormat format;

    @Option(
            names = "--out",
            paramLabel = "PATH",
            required = true,
            description =
                    "Folder to make, or one file: *.safetensors for timm without config.json, *.onnx for onnx, *.pt for"
                            + " torchscript.")
    private @Nullable Path out;

    @Override
    public Integer call() throws Exception {
        Path file = StartingWeights.file(Objects.requireNonNull(weights));
        ExportFormat to = Objects.requireNonNull(format);
        Path target = Objects.requireNonNull(out);
        to.check(target);
        try (ModelWeights stored = ModelWeights.open(file);
                Backend backend = engine.open()) {
            Map<String, Object> facts = backend.call(() -> {
                try (TensorScope scope = TensorScope.open()) {
                    List<String> classes =
                            stored.isClassifier() ? ClassNames.beside(file, stored.classes()) : List.of();
                    TrainedNetwork network = TrainedNetwork.load(backend, stored, preprocessing(stored), classes);
                    to.write(network, target);
                    return facts(network, to, target);
                }
            });
            output.results(facts, lines -> {
                lines.println(facts.get("network") + " written to " + target);
                lines.println("load it by: " + facts.get("loadedBy"));
            });
        }
        return ExitCode.DONE;
    }

    private Preprocessing preprocessing(ModelWeights stored) throws IOException {
        PixelStatistics pixels = StoredNormalization.statistics(stored);
        return new Preprocessing(crop.ratio(), pixels.mean(), pixels.std());
    }

    private static Map<String, Object> facts(TrainedNetwork network, ExportFormat format, Path out) {
        VitConfig config = network.config();
        boolean classifier = network.pooling().isPresent();
        String kind = classifier ? "classifier of " + network.classes().size() + " classes" : "backbone";
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("out", out.toString());
        facts.put("format", format.toString());
        facts.put(
                "network",
                kind + " (width " + config.width() + ", " + config.depth() + " layers, images of "
                        + config.imageHeight() + " x " + config.imageWidth() + ")");
        facts.put("classes", network.classes());
        facts.put("loadedBy", format.usage(out, classifier));
        return facts;
    }
}
