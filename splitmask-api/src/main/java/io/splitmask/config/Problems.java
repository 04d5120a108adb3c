package io.splitmask.config;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a configuration, so that the user sees all of it at once. */
public final class Problems {
    private final String subject;
    private final List<String> found = new ArrayList<>();

    private Problems(String subject) {
        this.subject = subject;
    }

    /** Starts checking the configuration of this name. */
    public static Problems of(String subject) {
        return new Problems(subject);
    }

    /** Notes the problem, in the form "expected ..., got ...", unless the condition holds. */
    @CanIgnoreReturnValue
    public Problems require(boolean condition, String problem) {
        if (!condition) {
            found.add(problem);
        }
        return this;
    }

    /** Requires a count of at least {@code least}. */
    @CanIgnoreReturnValue
    public Problems atLeast(long least, String name, long value) {
        return require(value >= least, "expected " + name + " >= " + least + ", got " + value);
    }

    /** Requires a finite number above 0. */
    @CanIgnoreReturnValue
    public Problems positive(String name, double value) {
        return require(value > 0 && value < Double.POSITIVE_INFINITY, "expected " + name + " > 0, got " + value);
    }

    /** Requires a finite number of at least 0. */
    @CanIgnoreReturnValue
    public Problems notNegative(String name, double value) {
        return require(value >= 0 && value < Double.POSITIVE_INFINITY, "expected " + name + " >= 0, got " + value);
    }

    /** Requires a number from 0 to 1, both included. */
    @CanIgnoreReturnValue
    public Problems share(String name, double value) {
        return require(value >= 0 && value <= 1, "expected " + name + " from 0 to 1, got " + value);
    }

    /** Requires a number from 0 (included) to 1 (not included). */
    @CanIgnoreReturnValue
    public Problems shareBelowOne(String name, double value) {
        return require(value >= 0 && value < 1, "expected " + name + " from 0 to below 1, got " + value);
    }

    /**
     * Ends the check.
     *
     * @throws IllegalArgumentException if anything was wrong; one line names the subject and every problem
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(subject + ": " + String.join("; ", found));
        }
    }
}
