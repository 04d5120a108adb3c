package io.splitmask.cli.export;

import io.splitmask.cli.option.UsageException;
import io.splitmask.export.HuggingFaceExport;
import io.splitmask.export.TimmExport;
import io.splitmask.export.TorchScriptExport;
import io.splitmask.export.TrainedNetwork;
import io.splitmask.onnx.OnnxExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What networks are exported as, as users type it. */
enum ExportFormat {
    /** Weights under timm's names, with the description that timm loads a folder by. */
    TIMM(".safetensors") {
        @Override
        void writeFolder(TrainedNetwork network, Path folder) throws IOException {
            TimmExport.write(network, folder);
        }

        @Override
        void writeFile(TrainedNetwork network, Path file) throws IOException {
            TimmExport.writeWeights(network, file);
        }

        @Override
        String usage(Path out, boolean classifier) {
            return isFile(out)
                    ? "load_state_dict(load_file(\"" + out + "\"))"
                    : "timm.create_model(\"local-dir:" + out + "\", pretrained=True)";
        }
    },
    /** Weights under Hugging Face's names, with the description that its classes need. */
    HUGGINGFACE("") {
        @Override
        void writeFolder(TrainedNetwork network, Path folder) throws IOException {
            HuggingFaceExport.write(network, folder);
        }

        @Override
        void writeFile(TrainedNetwork network, Path file) {
            throw new IllegalStateException("this format has no single file, got " + file);
        }

        @Override
        String usage(Path out, boolean classifier) {
            String loader = classifier ? "AutoModelForImageClassification" : "AutoModel";
            return loader + ".from_pretrained(\"" + out + "\")";
        }
    },
    /** The whole graph with its weights. */
    ONNX(".onnx") {
        @Override
        void writeFolder(TrainedNetwork network, Path folder) throws IOException {
            OnnxExport.write(network, Files.createDirectories(folder).resolve("model.onnx"));
        }

        @Override
        void writeFile(TrainedNetwork network, Path file) throws IOException {
            OnnxExport.write(network, file);
        }

        @Override
        String usage(Path out, boolean classifier) {
            return "onnxruntime.InferenceSession(\"" + (isFile(out) ? out : out.resolve("model.onnx")) + "\")";
        }
    },
    /** The whole graph with its weights, for PyTorch and DJL. */
    TORCHSCRIPT(".pt") {
        @Override
        void writeFolder(TrainedNetwork network, Path folder) throws IOException {
            TorchScriptExport.write(network, Files.createDirectories(folder).resolve("model.pt"));
        }

        @Override
        void writeFile(TrainedNetwork network, Path file) throws IOException {
            TorchScriptExport.write(network, file);
        }

        @Override
        String usage(Path out, boolean classifier) {
            return "torch.jit.load(\"" + (isFile(out) ? out : out.resolve("model.pt")) + "\")";
        }
    };

    private static final List<String> SUFFIXES = List.of(".safetensors", ".onnx", ".pt");

    /** How the name of a single file ends; empty if the format needs a folder. */
    private final String suffix;

    ExportFormat(String suffix) {
        this.suffix = suffix;
    }

    abstract void writeFolder(TrainedNetwork network, Path folder) throws IOException;

    abstract void writeFile(TrainedNetwork network, Path file) throws IOException;

    /**
     * Returns how others load what was written.
     *
     * @param classifier whether it has a head
     */
    abstract String usage(Path out, boolean classifier);

    /** Returns whether a path means a single file. */
    boolean isFile(Path out) {
        return !suffix.isEmpty() && out.toString().endsWith(suffix);
    }

    /** Writes a network to a place that {@link #check} found free. */
    void write(TrainedNetwork network, Path out) throws IOException {
        if (isFile(out)) {
            Files.createDirectories(out.toAbsolutePath().resolveSibling("."));
            writeFile(network, out);
        } else {
            writeFolder(network, out);
        }
    }

    /**
     * Refuses a place that is taken or that this format cannot have.
     *
     * @throws UsageException with the remedy
     */
    void check(Path out) throws IOException {
        if (!isFile(out) && SUFFIXES.stream().anyMatch(out.toString()::endsWith)) {
            String file = suffix.isEmpty() ? "" : " or a file *" + suffix;
            throw new UsageException("--out: expected a folder" + file + " for --format " + this + ", got " + out);
        }
        if (Files.isDirectory(out) && !isFile(out)) {
            try (Stream<Path> entries = Files.list(out)) {
                if (entries.findAny().isPresent()) {
                    throw new UsageException("--out " + out + " is not empty; choose another folder");
                }
            }
        } else if (Files.exists(out)) {
            throw new UsageException("--out " + out + " exists already; choose another name or remove it");
        }
    }

    /** Returns what users type. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a name; picocli's own reader would offer the names of the constants too. */
    static final class Reader implements ITypeConverter<ExportFormat> {
        @Override
        public ExportFormat convert(String text) {
            return Arrays.stream(values())
                    .filter(format -> format.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("unknown format '" + text + "'; known: "
                            + Arrays.stream(values())
                                    .map(ExportFormat::toString)
                                    .collect(Collectors.joining(", "))));
        }
    }
}
