package io.splitmask.method;

import io.splitmask.data.Tokenizer;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import java.util.function.Supplier;

/**
 * What a method is made of beside its own settings.
 *
 * @param backend where it computes
 * @param model sizes of the backbone
 * @param tokenizer makes or reads the visual words; called at most once, and only by methods that predict words
 * @param numClasses classes of the labels; 0 if there are none
 * @param dropPath drop-path rate of the backbone's last block, 0 for none
 * @param length of the run
 */
public record MethodContext(
        Backend backend,
        VitConfig model,
        Supplier<Tokenizer> tokenizer,
        int numClasses,
        double dropPath,
        RunLength length) {
    /**
     * Makes or reads the visual words.
     *
     * @throws IllegalArgumentException if they are of patches of another size than the model's
     */
    public Tokenizer words() {
        Tokenizer words = tokenizer.get();
        if (2 * words.patchSize() != model.patchSize()) {
            throw new IllegalArgumentException("tokenizer: expected words for patches of " + model.patchSize()
                    + " pixels, as the model has them, got words for patches of " + 2 * words.patchSize() + " ("
                    + words.patchSize() + " x " + words.patchSize()
                    + " pixels at half resolution); take another tokenizer or a model with such patches (--patch)");
        }
        return words;
    }
}
