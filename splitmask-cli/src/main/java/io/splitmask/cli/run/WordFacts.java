package io.splitmask.cli.run;

import io.splitmask.tokenizers.WordUsage;

/**
 * What the loss of predicting visual words is compared with.
 *
 * @param vocabulary V
 * @param used how many different words the images have
 * @param entropy of their distribution in nats: the loss of a model that knows how often each word occurs, and no more
 */
public record WordFacts(int vocabulary, int used, double entropy) {
    static WordFacts of(WordUsage usage) {
        return new WordFacts(usage.vocabulary(), usage.usedWords(), usage.entropy());
    }

    /** Returns the loss of a model that knows nothing, ln V in nats. */
    double uniform() {
        return Math.log(vocabulary);
    }
}
