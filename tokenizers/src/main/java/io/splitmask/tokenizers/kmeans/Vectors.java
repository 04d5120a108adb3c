package io.splitmask.tokenizers.kmeans;

/** Arithmetic on vectors inside larger arrays, in a fixed order: the same results on every JVM. */
final class Vectors {
    /** Elements after which {@link #nearer} looks whether it can stop. */
    private static final int BLOCK = 32;

    private Vectors() {}

    /** Scales a vector to unit length; returns false, and leaves it, if it has no direction. */
    static boolean normalise(float[] values, int at, int width) {
        double squares = 0;
        for (int i = at; i < at + width; i++) {
            squares += (double) values[i] * values[i];
        }
        double length = Math.sqrt(squares);
        for (int i = at; length > 0 && i < at + width; i++) {
            values[i] = (float) (values[i] / length);
        }
        return length > 0;
    }

    /** Returns the squared distance of two vectors, in double precision: exactly 0 for equal ones. */
    static double squaredDistance(float[] x, int atX, float[] y, int atY, int width) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= width; i += 4) {
            double p = x[atX + i] - y[atY + i];
            double q = x[atX + i + 1] - y[atY + i + 1];
            double r = x[atX + i + 2] - y[atY + i + 2];
            double s = x[atX + i + 3] - y[atY + i + 3];
            a += p * p;
            b += q * q;
            c += r * r;
            d += s * s;
        }
        for (; i < width; i++) {
            double p = x[atX + i] - y[atY + i];
            a += p * p;
        }
        return (a + b) + (c + d);
    }

    /** Returns the dot product of two vectors, in double precision. */
    static double dot(float[] x, int atX, float[] y, int atY, int width) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= width; i += 4) {
            a += (double) x[atX + i] * y[atY + i];
            b += (double) x[atX + i + 1] * y[atY + i + 1];
            c += (double) x[atX + i + 2] * y[atY + i + 2];
            d += (double) x[atX + i + 3] * y[atY + i + 3];
        }
        for (; i < width; i++) {
            a += (double) x[atX + i] * y[atY + i];
        }
        return (a + b) + (c + d);
    }

    /** Returns the squared distance of two vectors or {@code bound}, whichever is smaller, in single precision. */
    static float nearer(float[] x, int atX, float[] y, int width, float bound) {
        float sum = 0;
        int i = 0;
        while (i < width && sum < bound) {
            int stop = Math.min(width, i + BLOCK);
            float a = 0;
            float b = 0;
            float c = 0;
            float d = 0;
            for (; i + 4 <= stop; i += 4) {
                float p = x[atX + i] - y[i];
                float q = x[atX + i + 1] - y[i + 1];
                float r = x[atX + i + 2] - y[i + 2];
                float s = x[atX + i + 3] - y[i + 3];
                a += p * p;
                b += q * q;
                c += r * r;
                d += s * s;
            }
            for (; i < stop; i++) {
                float p = x[atX + i] - y[i];
                a += p * p;
            }
            sum += (a + b) + (c + d);
        }
        return Math.min(sum, bound);
    }
}
