package io.splitmask.cli.tokenizer;

import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.option.Version;
import picocli.CommandLine.Command;

/** Makes and inspects visual words. */
@Command(
        name = "tokenizer",
        description = "Makes visual words for 'pretrain --tokenizer', shows them, and counts them over a data set.",
        subcommands = {FitCommand.class, ShowCommand.class, StatsCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask tokenizer fit --data photos --out photo-words.safetensors",
            "  splitmask tokenizer show photo-words.safetensors --data photos",
            "  splitmask tokenizer stats photo-words.safetensors --data photos"
        })
public final class TokenizerCommand implements Runnable {
    @Override
    public void run() {
        throw new UsageException("expected what to do; known: fit, show, stats");
    }
}
