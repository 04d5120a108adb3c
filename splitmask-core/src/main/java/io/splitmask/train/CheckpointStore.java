package io.splitmask.train;

import io.splitmask.config.Problems;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.io.WeightsException;
import io.splitmask.tensor.Tensor;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of a run: {@code step-00001234.safetensors} and so on in one folder. */
public final class CheckpointStore {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
    private static final Pattern NAME = Pattern.compile("step-(\\d{8,18})\\.safetensors");
    private static final Pattern TEMPORARY = Pattern.compile("\\.step-\\d+\\.safetensors\\..*\\.tmp");

    private final Path folder;
    private final int keepLast;

    /**
     * Creates the store; the folder appears with the first checkpoint.
     *
     * @param keepLast how many stay, at least 1
     */
    public CheckpointStore(Path folder, int keepLast) {
        Problems.of("CheckpointStore").atLeast(1, "keepLast", keepLast).throwIfAny();
        this.folder = folder;
        this.keepLast = keepLast;
    }

    /** Returns the files of all checkpoints, by steps, whether they can be read or not. */
    public List<Path> files() throws IOException {
        return list(path -> NAME.matcher(name(path)).matches());
    }

    /** Returns the file of the newest checkpoint, whether it can be read or not. */
    public Optional<Path> newestFile() throws IOException {
        List<Path> files = files();
        return files.isEmpty() ? Optional.empty() : Optional.of(files.get(files.size() - 1));
    }

    /**
     * Returns the newest checkpoint that can be read; warns of each newer one that is broken.
     *
     * @return empty if there is no checkpoint at all
     * @throws IOException if there are checkpoints but none can be read
     */
    public Optional<Checkpoint> latest() throws IOException {
        List<Path> files = files();
        List<String> broken = new ArrayList<>();
        for (int i = files.size() - 1; i >= 0; i--) {
            try {
                Checkpoint checkpoint = Checkpoint.open(files.get(i));
                broken.forEach(problem ->
                        LOG.warn("broken checkpoint left out: {}; going on from {}", problem, name(checkpoint.file())));
                return Optional.of(checkpoint);
            } catch (WeightsException e) {
                broken.add(String.valueOf(e.getMessage()));
            }
        }
        if (!broken.isEmpty()) {
            throw new IOException("no checkpoint can be read: " + String.join("; ", broken));
        }
        return Optional.empty();
    }

    /**
     * Checks that a new run would not mix with an old one.
     *
     * @throws FileAlreadyExistsException if there is a checkpoint
     */
    public void requireEmpty() throws IOException {
        Optional<Path> newest = newestFile();
        if (newest.isPresent()) {
            throw new FileAlreadyExistsException(
                    newest.get().toAbsolutePath().toString(),
                    null,
                    "expected a folder without checkpoints for a new run; resume the run or choose another folder");
        }
    }

    /**
     * Writes a checkpoint, whole or not at all, and then removes all but the newest up to this one. Files of later
     * steps are removed too: a run that goes on from an earlier step has left them behind.
     *
     * @param state all tensors of the run, by name
     * @return the file
     */
    public Path write(Checkpoint.Facts facts, Map<String, Tensor> state) throws IOException {
        Files.createDirectories(folder);
        SafetensorsWriter writer = new SafetensorsWriter().checksum();
        facts.toMetadata().forEach(writer::metadata);
        state.forEach((name, tensor) -> writer.addFloats(name, tensor.shape(), tensor::toFloats));
        Path file = folder.resolve(String.format(Locale.ROOT, "step-%08d.safetensors", facts.step()));
        writer.write(file);
        removeOthers(facts.step());
        return file;
    }

    private void removeOthers(long newest) throws IOException {
        List<Path> upToNewest = new ArrayList<>();
        for (Path file : files()) {
            if (step(file) <= newest) {
                upToNewest.add(file);
            } else {
                Files.deleteIfExists(file);
            }
        }
        for (Path file : upToNewest.subList(0, Math.max(0, upToNewest.size() - keepLast))) {
            Files.deleteIfExists(file);
        }
        // What a killed process was writing.
        for (Path file : list(path -> TEMPORARY.matcher(name(path)).matches())) {
            Files.deleteIfExists(file);
        }
    }

    private List<Path> list(Predicate<Path> filter) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            // Longer names have more digits, so more steps.
            return files.filter(filter)
                    .sorted((a, b) -> name(a).length() != name(b).length()
                            ? Integer.compare(name(a).length(), name(b).length())
                            : name(a).compareTo(name(b)))
                    .toList();
        }
    }

    private static long step(Path file) {
        Matcher matcher = NAME.matcher(name(file));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a checkpoint's name, got " + file);
        }
        return Long.parseLong(matcher.group(1));
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
