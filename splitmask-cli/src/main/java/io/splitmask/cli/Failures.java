package io.splitmask.cli;

import io.splitmask.cli.option.MissingFile;
import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.datasets.loader.LoaderException;
import io.splitmask.spi.BackendException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns an exception of a command into one line on standard error and an exit code. */
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        Throwable failure =
                thrown instanceof ExecutionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + oneLine(message(failure)));
        if (parsed.commandSpec().root().userObject() instanceof SplitmaskCommand root && root.debug()) {
            failure.printStackTrace(command.getErr());
        }
        if (failure instanceof InterruptedException || failure instanceof CancellationException) {
            return ExitCode.INTERRUPTED;
        }
        return failure instanceof UsageException ? ExitCode.USAGE : ExitCode.FAILED;
    }

    private static String message(Throwable failure) {
        String text = failure.getMessage() == null ? "" : failure.getMessage();
        if (failure instanceof UsageException
                || failure instanceof BackendException
                || failure instanceof LoaderException) {
            return text;
        }
        if (failure instanceof InterruptedException || failure instanceof CancellationException) {
            return text.isEmpty() ? "interrupted" : "interrupted: " + text;
        }
        if (failure instanceof OutOfMemoryError) {
            return "out of memory (" + text + "); use a smaller --batch or --model, or give Java more, such as "
                    + "SPLITMASK_JAVA_OPTS=-Xmx8g";
        }
        if (failure instanceof LinkageError) {
            return "cannot load " + failure + "; './splitmask engines' shows which engines can run here";
        }
        if (failure instanceof IOException) {
            return file((IOException) failure, text);
        }
        Throwable cause = failure.getCause();
        if (failure instanceof UncheckedIOException && cause != null) {
            return message(cause);
        }
        // Our own checks explain themselves; anything else is a bug, and its name helps to find it.
        boolean explained = failure instanceof IllegalArgumentException || failure instanceof IllegalStateException;
        return explained && !text.isEmpty() ? text : "unexpected " + failure + "; --debug shows the trace";
    }

    private static String file(IOException failure, String text) {
        if (!(failure instanceof FileSystemException problem) || problem.getFile() == null) {
            return text.isEmpty() || failure instanceof FileNotFoundException ? "cannot read or write: " + text : text;
        }
        Path path = Path.of(problem.getFile()).toAbsolutePath();
        if (failure instanceof NoSuchFileException) {
            return MissingFile.message("file or folder", path);
        }
        if (failure instanceof AccessDeniedException) {
            return "no permission for " + path + "; change it or choose another --out";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return path + " exists already and is in the way; remove it or choose another --out";
        }
        return "cannot read or write " + path + (problem.getReason() == null ? "" : ": " + problem.getReason());
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
