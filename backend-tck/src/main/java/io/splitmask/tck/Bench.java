package io.splitmask.tck;

import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.check.RequiredForwarding;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The backend under test beside the reference backend, and the ways to run a trial on them. */
final class Bench implements AutoCloseable {
    /** Set it to repeat a run with other numbers. */
    static final String SEED_PROPERTY = "splitmask.tck.seed";

    private static final int MAX_LISTED = 8;

    private final Backend subject;
    private final Kernels checked;
    private final Backend reference = new ReferenceBackendProvider().open(BackendConfig.cpu());
    private final long seed = Long.getLong(SEED_PROPERTY, 42);

    Bench(Backend subject) {
        this.subject = subject;
        this.checked = new CheckedBackend(subject).kernels();
    }

    /** Returns the backend under test, as it is. */
    Backend backend() {
        return subject;
    }

    /** Returns its kernels, with their use and their results' shapes checked. */
    Kernels kernels() {
        return checked;
    }

    /** Returns a fresh stream of random tensors, the same for every rule. */
    Samples samples() {
        return new Samples(seed);
    }

    long seed() {
        return seed;
    }

    /** Compares the backend with the reference backend. */
    void compare(Trial trial, Tolerance tolerance) {
        verify(trial, run(trial), run(reference.kernels(), trial), tolerance);
    }

    /** Compares a fused kernel with its composition from the backend's own required kernels. */
    void compareWithComposed(Trial trial, Tolerance tolerance) {
        verify(trial, run(trial), run(new RequiredForwarding(checked), trial), tolerance);
    }

    /** Compares the backend with known results. */
    void expect(Trial trial, Tolerance tolerance, Sample... expected) {
        verify(trial, run(trial), List.of(expected), tolerance);
    }

    /** Runs a trial on the backend and returns its results. */
    List<Sample> run(Trial trial) {
        long before = subject.memory().liveBuffers();
        List<Sample> results = run(checked, trial);
        long left = subject.memory().liveBuffers() - before;
        if (left != 0) {
            throw failure(
                    trial,
                    "expected all buffers freed when results and arguments are closed (K120), got " + left + " left");
        }
        return results;
    }

    /** Runs all trials before it reports the first that failed and names the others. */
    void each(List<Trial> trials, Consumer<Trial> check) {
        List<Trial> failed = new ArrayList<>();
        AssertionError first = null;
        for (Trial trial : trials) {
            try {
                check.accept(trial);
            } catch (AssertionError | RuntimeException e) {
                failed.add(trial);
                first = first == null ? failure(trial, e) : first;
            }
        }
        if (first != null) {
            String others = failed.size() == 1 ? "" : System.lineSeparator() + others(failed, trials.size());
            throw new AssertionError(first.getMessage() + others, first);
        }
    }

    private static String others(List<Trial> failed, int total) {
        String listed = failed.stream()
                .skip(1)
                .limit(MAX_LISTED)
                .map(trial -> trial.kernel() + " '" + trial.label() + "'")
                .collect(Collectors.joining(", "));
        String rest = failed.size() > 1 + MAX_LISTED ? ", ..." : "";
        return "  so did " + (failed.size() - 1) + " more of " + total + " cases: " + listed + rest;
    }

    /** Returns an error that says which case, on which numbers. */
    AssertionError failure(Trial trial, String problem) {
        return new AssertionError(trial + ", seed " + seed + ": " + problem + inherited(trial.kernel()));
    }

    /** Says where to look if the backend has not written the kernel. */
    private String inherited(String kernel) {
        boolean composed = Stream.of(subject.kernels().getClass().getMethods())
                .anyMatch(method -> method.getName().equals(kernel) && method.getDeclaringClass() == Kernels.class);
        return composed
                ? System.lineSeparator() + "  this backend inherits " + kernel
                        + ", composed of required kernels: mend those that fail first"
                : "";
    }

    /** The same for what was thrown; as it is if it says so already. */
    AssertionError failure(Trial trial, Throwable thrown) {
        String text = String.valueOf(thrown.getMessage());
        if (thrown instanceof AssertionError error && text.startsWith(trial.toString())) {
            return error;
        }
        AssertionError failure = failure(trial, thrown instanceof AssertionError ? text : thrown.toString());
        failure.initCause(thrown);
        return failure;
    }

    private void verify(Trial trial, List<Sample> actual, List<Sample> expected, Tolerance tolerance) {
        if (actual.size() != expected.size()) {
            throw failure(trial, "expected " + expected.size() + " results, got " + actual.size());
        }
        for (int i = 0; i < actual.size(); i++) {
            String which = actual.size() == 1 ? "" : "result " + i + ": ";
            actual.get(i).difference(expected.get(i), tolerance).ifPresent(difference -> {
                throw failure(trial, which + difference);
            });
        }
    }

    private List<Sample> run(Kernels k, Trial trial) {
        try {
            return results(k, trial);
        } catch (AssertionError | RuntimeException e) {
            throw failure(trial, e);
        }
    }

    private List<Sample> results(Kernels k, Trial trial) {
        List<Buffer> inputs = new ArrayList<>();
        try {
            trial.inputs().forEach(sample -> inputs.add(sample.upload(k)));
            List<Buffer> results = trial.computation().run(k, List.copyOf(inputs));
            try {
                List<Sample> downloaded = results.stream()
                        .map(buffer -> Sample.download(k, buffer))
                        .toList();
                requireUnchanged(k, trial, inputs);
                return downloaded;
            } finally {
                Trial.close(results);
            }
        } finally {
            Trial.close(inputs);
        }
    }

    private void requireUnchanged(Kernels k, Trial trial, List<Buffer> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            Sample now = Sample.download(k, inputs.get(i));
            if (!now.sameBits(trial.inputs().get(i))) {
                String change =
                        now.difference(trial.inputs().get(i), Tolerance.EXACT).orElse("another zero");
                throw failure(
                        trial,
                        "expected arguments left as they were (K121), but argument " + i + " changed: " + change);
            }
        }
    }

    @Override
    public void close() {
        subject.close();
        reference.close();
    }
}
