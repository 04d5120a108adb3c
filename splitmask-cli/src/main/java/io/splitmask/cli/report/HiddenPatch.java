package io.splitmask.cli.report;

/**
 * A patch that the model did not see.
 *
 * @param patch number of the patch, row by row from the top left, from 0
 * @param predictedWord the visual word that the model found most likely
 * @param trueWord the visual word that the tokenizer gives the patch
 */
public record HiddenPatch(int patch, int predictedWord, int trueWord) {
    /** Returns whether the prediction is exactly the true word. */
    boolean exact() {
        return predictedWord == trueWord;
    }
}
