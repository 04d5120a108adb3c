package io.splitmask.cli.fuzz;

import io.splitmask.io.HostTensor;
import io.splitmask.io.SafetensorsFile;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.io.WeightsFile;
import io.splitmask.io.WeightsFiles;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files of weights. */
final class WeightsTargets {
    private static final Path PYTORCH = Path.of("..", "splitmask-api", "src", "test", "resources", "pytorch");

    private WeightsTargets() {}

    static List<FuzzTarget> all() throws IOException {
        Map<String, byte[]> checkpoints = Map.of(
                "types.pth", Files.readAllBytes(PYTORCH.resolve("types.pth")),
                "run.pth", Files.readAllBytes(PYTORCH.resolve("run.pth")));
        return List.of(
                FuzzTarget.of("safetensors", Map.of("weights.safetensors", safetensors()), WeightsTargets::safetensors)
                        .repairedBy(Checksums::safetensors),
                FuzzTarget.of("pth", checkpoints, WeightsTargets::weights));
    }

    private static byte[] safetensors() throws IOException {
        Path file = Files.createTempFile("weights", ".safetensors");
        try {
            new SafetensorsWriter()
                    .checksum()
                    .metadata("format", "splitmask-weights")
                    .add("w", new HostTensor.Floats(Shape.of(2, 3), new float[] {0, 1, 2, 3, 4, 5}))
                    .add("n", new HostTensor.Longs(Shape.of(2), new long[] {1, 2}))
                    .add("k", new HostTensor.Ints(Shape.of(), new int[] {7}))
                    .write(file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void safetensors(Path folder, Path damaged) throws IOException {
        weights(folder, damaged);
        try (SafetensorsFile file = SafetensorsFile.open(damaged)) {
            if (file.hasChecksum()) {
                file.verify();
            }
        }
    }

    private static void weights(Path folder, Path damaged) throws IOException {
        try (WeightsFile file = WeightsFiles.open(damaged)) {
            for (String name : file.names()) {
                file.read(name);
            }
        }
    }
}
