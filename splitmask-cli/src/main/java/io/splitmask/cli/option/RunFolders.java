package io.splitmask.cli.option;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds or creates the folder of a run; never mixes two runs in one. */
public final class RunFolders {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** The log, the mark of the process that writes it, and files that were not finished. */
    private static final Pattern BEFORE_A_RUN =
            Pattern.compile(Pattern.quote(ResultOptions.LOG) + "(\\.lck)?|\\..*\\.tmp");

    private RunFolders() {}

    /** Creates the folder asked for, or {@code runs/<time>-<command>}. */
    public static Path create(@Nullable Path asked, String command, Clock clock) throws IOException {
        if (asked == null) {
            return createNext(Path.of("runs"), name(command, clock));
        }
        requireFree(asked);
        return Files.createDirectories(asked);
    }

    /** Checks that a new run may have this folder. @throws UsageException if there is something else */
    public static void requireFree(Path asked) throws IOException {
        if (Files.isRegularFile(asked)) {
            throw new UsageException("--out: expected a folder, got the file " + asked.toAbsolutePath());
        }
        if (Files.isDirectory(asked) && !isEmpty(asked)) {
            throw new UsageException("--out " + asked + " is not empty; add --resume to go on with its run, or choose "
                    + "another folder");
        }
    }

    /** Returns the folder of an earlier run. @throws UsageException if there is no such folder */
    public static Path existing(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UsageException(MissingFile.message("run folder", folder));
        }
        return folder;
    }

    /** Returns {@code <time>-<command>}. */
    public static String name(String command, Clock clock) {
        return TIME.format(LocalDateTime.now(clock)) + "-" + command;
    }

    /** Two runs may start in the same second. */
    public static Path createNext(Path runs, String name) throws IOException {
        Files.createDirectories(runs);
        for (int number = 1; ; number++) {
            try {
                return Files.createDirectory(runs.resolve(number == 1 ? name : name + "-" + number));
            } catch (FileAlreadyExistsException e) {
                continue;
            }
        }
    }

    /** A command that failed or was killed before it began has left nothing but its log and half of its settings. */
    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).allMatch(BEFORE_A_RUN.asMatchPredicate());
        }
    }
}
