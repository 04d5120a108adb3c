package io.splitmask.examples;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.ImageFolder;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.transform.EvalTransform;
import io.splitmask.inference.Embedder;
import io.splitmask.inference.Embedding;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the images of a folder that are most similar to a picture, by the features of a pre-trained network. */
public final class NearestImages {
    private NearestImages() {}

    /** An image of the folder. @param similarity cosine of the angle between the features, -1 to 1 */
    record Match(String name, double similarity) {}

    /** Runs the program. @param args weights, folder of images, the picture */
    public static void main(String[] args) throws IOException {
        for (Match match : run(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), 10)) {
            System.out.printf("%.3f %s%n", match.similarity, match.name);
        }
    }

    /** Returns the most similar images, the best first. */
    static List<Match> run(Path weights, Path photos, Path picture, int count) throws IOException {
        ImageDataset images = ImageFolder.unlabelled(photos);
        try (ModelWeights file = ModelWeights.open(weights);
                Backend backend = Backends.openBest(BackendConfig.cpu())) {
            var preprocessing = new EvalTransform(file.config().imageHeight());
            try (Embedder embedder = Embedder.open(backend, weights, Embedding.MEAN, preprocessing::view)) {
                float[] wanted = embedder.embed(new ImageDecoder().decode(picture));
                List<Match> matches = new ArrayList<>();
                for (int i = 0; i < images.size(); i++) {
                    matches.add(new Match(images.name(i), cosine(wanted, embedder.embed(images.read(i)))));
                }
                matches.sort(Comparator.comparingDouble(Match::similarity).reversed());
                return matches.subList(0, Math.min(count, matches.size()));
            }
        }
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            lengthA += (double) a[i] * a[i];
            lengthB += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(lengthA * lengthB);
    }
}
