package io.splitmask.tokenizers;

import io.splitmask.data.Tokenizer;
import io.splitmask.io.WeightsFile;
import io.splitmask.spi.Backend;
import io.splitmask.tokenizers.dalle.DalleTokenizer;
import io.splitmask.tokenizers.dalle.DalleWeights;
import java.io.IOException;
import java.nio.file.Path;

/** The files that this library knows. */
enum KnownFormat implements TokenizerFormat {
    /** A {@link Codebook}. */
    CODEBOOK("a codebook (tensor '" + Codebook.TENSOR + "')") {
        @Override
        public boolean isIn(WeightsFile file) {
            return file.contains(Codebook.TENSOR);
        }

        @Override
        public Tokenizer open(Backend backend, Path path, double[] mean, double[] std) throws IOException {
            return new CodebookTokenizer(backend, Codebook.load(path));
        }
    },
    /** The weights of DALL-E's encoder. */
    DALLE("the encoder of DALL-E (tensors 'blocks.input.w' and others)") {
        @Override
        public boolean isIn(WeightsFile file) {
            return DalleWeights.isIn(file);
        }

        @Override
        public Tokenizer open(Backend backend, Path path, double[] mean, double[] std) throws IOException {
            return new DalleTokenizer(backend, DalleWeights.load(backend, path), mean, std);
        }
    };

    private final String description;

    KnownFormat(String description) {
        this.description = description;
    }

    @Override
    public String description() {
        return description;
    }
}
