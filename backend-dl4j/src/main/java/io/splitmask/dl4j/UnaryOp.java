package io.splitmask.dl4j;

/** Functions of one element. The loops are apart so that each is compiled, and vectorised, on its own. */
enum UnaryOp {
    EXP,
    LOG,
    SQRT,
    TANH,
    ERF,
    ADD,
    MULTIPLY;

    /**
     * Replaces the first elements.
     *
     * @param value second operand of ADD and MULTIPLY
     */
    void apply(float[] x, int size, float value, Scratch scratch) {
        switch (this) {
            case EXP -> Loops.CHOSEN.exp(x, 0, size, scratch);
            case LOG -> log(x, size);
            case SQRT -> sqrt(x, size);
            case TANH -> tanh(x, size);
            case ERF -> erf(x, size);
            case ADD -> Rows.shift(x, 0, size, value);
            case MULTIPLY -> Rows.scale(x, 0, size, value);
        }
    }

    private static void log(float[] x, int size) {
        for (int i = 0; i < size; i++) {
            x[i] = (float) Math.log(x[i]);
        }
    }

    private static void sqrt(float[] x, int size) {
        for (int i = 0; i < size; i++) {
            x[i] = (float) Math.sqrt(x[i]);
        }
    }

    private static void tanh(float[] x, int size) {
        for (int i = 0; i < size; i++) {
            x[i] = (float) Math.tanh(x[i]);
        }
    }

    private static void erf(float[] x, int size) {
        for (int i = 0; i < size; i++) {
            x[i] = Erf.of(x[i]);
        }
    }
}
