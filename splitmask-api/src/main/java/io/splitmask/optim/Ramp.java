package io.splitmask.optim;

/** Evenly spaced values between two ends, both included; NumPy's {@code linspace}. */
final class Ramp {
    private Ramp() {}

    /**
     * Returns value i of n.
     *
     * @param first value 0, also if n is 1
     * @param last value n - 1
     * @param n number of values
     * @param i from 0 to n - 1
     */
    static double at(double first, double last, long n, long i) {
        return n == 1 ? first : first + (last - first) * i / (n - 1);
    }
}
