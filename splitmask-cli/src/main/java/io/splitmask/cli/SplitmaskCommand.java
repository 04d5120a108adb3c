package io.splitmask.cli;

import io.splitmask.cli.bench.BenchCommand;
import io.splitmask.cli.demo.DemoCommand;
import io.splitmask.cli.embed.EmbedCommand;
import io.splitmask.cli.embed.SearchCommand;
import io.splitmask.cli.engines.EnginesCommand;
import io.splitmask.cli.export.ExportCommand;
import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.probe.KnnCommand;
import io.splitmask.cli.probe.ProbeCommand;
import io.splitmask.cli.study.StudyCommand;
import io.splitmask.cli.tokenizer.TokenizerCommand;
import io.splitmask.cli.train.FinetuneCommand;
import io.splitmask.cli.train.PretrainCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command without a subcommand: it tells what there is. */
@Command(
        name = "splitmask",
        description = {
            "Pre-trains Vision Transformers on your own images, without labels, and uses them.",
            "",
            "Each command works on a run folder: settings, checkpoints, measurements and a report.html to look at."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            PretrainCommand.class,
            FinetuneCommand.class,
            ProbeCommand.class,
            KnnCommand.class,
            EmbedCommand.class,
            SearchCommand.class,
            StudyCommand.class,
            TokenizerCommand.class,
            ExportCommand.class,
            EnginesCommand.class,
            BenchCommand.class,
            HelpCommand.class
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        descriptionHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask demo                  the whole story on embedded images, with a report",
            "  splitmask pretrain --data DIR   learn from your images",
            "  splitmask engines               what can compute on this machine",
            "  splitmask help engines          how that command is used",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted (a checkpoint was written)."
        })
final class SplitmaskCommand implements Runnable {
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the full trace when something fails.")
    private boolean debug;

    boolean debug() {
        return debug;
    }

    @Override
    public void run() {
        throw new UsageException("expected a command; 'splitmask --help' lists them");
    }
}
