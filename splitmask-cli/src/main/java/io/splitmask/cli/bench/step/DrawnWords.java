package io.splitmask.cli.bench.step;

import io.splitmask.data.Tokenizer;
import io.splitmask.nn.VitConfig;
import io.splitmask.random.RandomStream;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.Arrays;

/** Visual words that were drawn beforehand: a training step is timed without its tokenizer. */
final class DrawnWords implements Tokenizer {
    private final Backend backend;
    private final int vocabulary;
    private final int patchSize;
    private final int[] words;
    private final int numPatches;

    DrawnWords(Backend backend, VitConfig model, int vocabulary, int batch, RandomStream random) {
        this.backend = backend;
        this.vocabulary = vocabulary;
        this.patchSize = model.patchSize() / 2;
        this.numPatches = model.numPatches();
        this.words = new int[batch * numPatches];
        Arrays.setAll(words, i -> random.nextInt(vocabulary));
    }

    @Override
    public int vocabulary() {
        return vocabulary;
    }

    @Override
    public int patchSize() {
        return patchSize;
    }

    @Override
    public Tensor tokens(Tensor halfImages) {
        return Tensor.ofInts(backend, words, words.length / numPatches, numPatches);
    }

    /** Words without a meaning are grey. */
    @Override
    public float[] wordPictures() {
        return new float[vocabulary * 3 * patchSize * patchSize];
    }
}
