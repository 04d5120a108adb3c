package io.splitmask.datasets.transform;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.random.RandomGenerator;

/** Gives what was written down for it, in order, and fails if something else is drawn. */
final class ScriptedRandom implements RandomGenerator {
    private final Deque<Object> script;

    /**
     * Takes an Integer for each nextInt, a Double for each nextDouble or nextGaussian, a Boolean for each nextBoolean, and a
     * Long for each nextLong.
     */
    ScriptedRandom(Object... script) {
        this.script = new ArrayDeque<>(Arrays.asList(script));
    }

    boolean isUsedUp() {
        return script.isEmpty();
    }

    private <T> T next(Class<T> type, String draw) {
        if (script.isEmpty()) {
            throw new AssertionError(draw + " was drawn after the end of the script");
        }
        return type.cast(script.remove());
    }

    @Override
    public int nextInt(int bound) {
        int value = next(Integer.class, "nextInt");
        if (value < 0 || value >= bound) {
            throw new AssertionError("expected a draw that may give " + value + ", got one below " + bound);
        }
        return value;
    }

    @Override
    public double nextDouble() {
        return next(Double.class, "nextDouble");
    }

    @Override
    public double nextGaussian() {
        return next(Double.class, "nextGaussian");
    }

    @Override
    public boolean nextBoolean() {
        return next(Boolean.class, "nextBoolean");
    }

    @Override
    public long nextLong() {
        return next(Long.class, "nextLong");
    }
}
