package io.splitmask.cli.option;

import picocli.CommandLine.Option;

/** Which images, and how many at once. A command gives its own default. */
public final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            converter = DataSource.Reader.class,
            description = "Folder of images, or 'embedded' for those that come along. Default: ${DEFAULT-VALUE}.")
    private DataSource data = DataSource.EMBEDDED;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Images in a step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    public DataOptions(int batch) {
        this.batch = batch;
    }

    public DataSource data() {
        return data;
    }

    public int batch() {
        return batch;
    }
}
