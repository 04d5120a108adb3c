package io.splitmask.eval.feature;

import io.splitmask.data.Batch;
import io.splitmask.io.HostTensor;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects features and writes them in parts of equally many rows, then the index, whose presence says that all is
 * there. Memory holds one part at a time.
 */
final class FeatureWriter {
    private final Path folder;
    private final FeatureKey key;
    private final FeatureLayout layout;
    private final List<float[]> part = new ArrayList<>();
    private int partFill;
    private int numParts;
    private final List<int[]> labels = new ArrayList<>();
    private final List<int[]> indices = new ArrayList<>();

    FeatureWriter(Path folder, FeatureKey key, FeatureLayout layout) {
        this.folder = folder;
        this.key = key;
        this.layout = layout;
        for (int i = 0; i < layout.blocks().size(); i++) {
            part.add(new float[Math.multiplyExact(layout.partRows(), layout.width())]);
        }
    }

    /**
     * Adds the features of a batch.
     *
     * @param features by block, each [B, width]
     */
    void add(Batch batch, List<Tensor> features) throws IOException {
        labels.add(batch.labels());
        indices.add(batch.indices());
        List<float[]> values = features.stream().map(Tensor::toFloats).toList();
        for (int done = 0; done < batch.size(); ) {
            int rows = Math.min(batch.size() - done, layout.partRows() - partFill);
            for (int i = 0; i < values.size(); i++) {
                System.arraycopy(
                        values.get(i),
                        done * layout.width(),
                        part.get(i),
                        partFill * layout.width(),
                        rows * layout.width());
            }
            done += rows;
            partFill += rows;
            if (partFill == layout.partRows()) {
                writePart();
            }
        }
    }

    private void writePart() throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        layout.putFacts(writer, key);
        Shape shape = Shape.of(partFill, layout.width());
        for (int i = 0; i < part.size(); i++) {
            float[] filled = part.get(i);
            float[] values = filled.length == shape.intSize() ? filled : Arrays.copyOf(filled, shape.intSize());
            writer.add(FeatureLayout.block(layout.blocks().get(i)), new HostTensor.Floats(shape, values));
        }
        writer.write(FeatureLayout.part(folder, numParts));
        numParts++;
        partFill = 0;
    }

    /**
     * Writes what is left and the index.
     *
     * @throws IllegalArgumentException if there was no image
     */
    void finish() throws IOException {
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("features: expected one or more images, got none");
        }
        if (partFill > 0) {
            writePart();
        }
        SafetensorsWriter writer = new SafetensorsWriter();
        layout.putFacts(writer, key);
        writer.add(FeatureLayout.LABELS, joined(labels));
        writer.add(FeatureLayout.INDICES, joined(indices));
        writer.write(FeatureLayout.index(folder));
    }

    private static HostTensor joined(List<int[]> batches) {
        int[] all = batches.stream().flatMapToInt(Arrays::stream).toArray();
        return new HostTensor.Ints(Shape.of(all.length), all);
    }
}
