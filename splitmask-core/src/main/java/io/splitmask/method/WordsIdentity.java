package io.splitmask.method;

import io.splitmask.data.Tokenizer;
import io.splitmask.internal.Sha256;

/**
 * Which visual words a method predicts, so that a run goes on with the words it started with: the head has learnt their
 * numbers. Tokenizers that have no pictures of their words are told apart by their sizes alone.
 *
 * @param vocabulary V
 * @param patchSize side of a token patch in pixels of the half-resolution image
 * @param pictures hash of {@link Tokenizer#wordPictures}
 */
public record WordsIdentity(int vocabulary, int patchSize, String pictures) {
    private static final int DIGITS = 16;

    /** Looks at all words of a tokenizer. */
    public static WordsIdentity of(Tokenizer words) {
        return new WordsIdentity(
                words.vocabulary(),
                words.patchSize(),
                new Sha256().add(words.wordPictures()).hex().substring(0, DIGITS));
    }
}
