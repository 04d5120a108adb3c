package io.splitmask.dl4j;

/** Functions of one, two or three elements that broadcast. */
enum BroadcastOp {
    COPY,
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    GREATER,
    EQUAL,
    SELECT;

    /**
     * Writes the first {@code size} elements of {@code y}.
     *
     * @param x one array per operand
     */
    void apply(float[][] x, float[] y, int size) {
        switch (this) {
            case COPY -> System.arraycopy(x[0], 0, y, 0, size);
            case ADD -> add(x[0], x[1], y, size);
            case SUBTRACT -> subtract(x[0], x[1], y, size);
            case MULTIPLY -> multiply(x[0], x[1], y, size);
            case DIVIDE -> divide(x[0], x[1], y, size);
            case GREATER -> greater(x[0], x[1], y, size);
            case EQUAL -> equal(x[0], x[1], y, size);
            case SELECT -> select(x[0], x[1], x[2], y, size);
        }
    }

    private static void add(float[] a, float[] b, float[] y, int size) {
        for (int i = 0; i < size; i++) {
            y[i] = a[i] + b[i];
        }
    }

    private static void subtract(float[] a, float[] b, float[] y, int size) {
        for (int i = 0; i < size; i++) {
            y[i] = a[i] - b[i];
        }
    }

    private static void multiply(float[] a, float[] b, float[] y, int size) {
        for (int i = 0; i < size; i++) {
            y[i] = a[i] * b[i];
        }
    }

    private static void divide(float[] a, float[] b, float[] y, int size) {
        for (int i = 0; i < size; i++) {
            y[i] = a[i] / b[i];
        }
    }

    private static void greater(float[] a, float[] b, float[] y, int size) {
        for (int i = 0; i < size; i++) {
            y[i] = a[i] > b[i] ? 1f : 0f;
        }
    }

    private static void equal(float[] a, float[] b, float[] y, int size) {
        for (int i = 0; i < size; i++) {
            y[i] = a[i] == b[i] ? 1f : 0f;
        }
    }

    private static void select(float[] condition, float[] a, float[] b, float[] y, int size) {
        for (int i = 0; i < size; i++) {
            y[i] = condition[i] != 0 ? a[i] : b[i];
        }
    }
}
