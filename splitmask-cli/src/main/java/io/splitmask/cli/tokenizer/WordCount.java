package io.splitmask.cli.tokenizer;

import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.run.WordPictures;
import io.splitmask.data.Batch;
import io.splitmask.data.ImageDataset;
import io.splitmask.data.Tokenizer;
import io.splitmask.datasets.loader.BatchLoader;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.spi.Backend;
import io.splitmask.tokenizers.WordUsage;

/**
 * The words of one random crop of each image.
 *
 * @param usage how often each occurs
 * @param averages what the patches look like that carry it
 * @param images crops counted
 */
record WordCount(WordUsage usage, WordPictures averages, int images) {
    /** Counts the words. @param loading threads that load images */
    static WordCount of(
            Backend backend,
            Tokenizer tokenizer,
            ImageDataset dataset,
            int imageSize,
            LoaderOptions.Tuning loading,
            LiveLine line) {
        WordUsage usage = new WordUsage(tokenizer.vocabulary());
        WordPictures averages = new WordPictures(tokenizer.vocabulary(), tokenizer.patchSize());
        int images = 0;
        try (BatchLoader loader = Crops.once(dataset, imageSize, loading)) {
            while (loader.hasNext()) {
                Batch batch = loader.next();
                averages.add(batch, usage.add(backend, tokenizer, batch));
                images += batch.size();
                if (line.isDue()) {
                    line.show("images  " + images + "/" + dataset.size());
                }
            }
        }
        return new WordCount(usage, averages, images);
    }
}
