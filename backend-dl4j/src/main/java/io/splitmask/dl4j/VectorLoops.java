package io.splitmask.dl4j;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops with the JDK's Vector API. No loop calls a method for a vector: where the compiler does not inline it, each
 * result becomes an object on the heap.
 *
 * <p>Operations and their order are those of {@link ScalarLoops}. So there is no fused multiply-add, and no exponential
 * of the API's own: that one rounds differently before and after it is compiled. Only methods are called that Java 17
 * and later versions share, which leaves arrays on the heap.
 */
final class VectorLoops implements Loops {
    private static final VectorSpecies<Float> WIDEST = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

    private final ScalarLoops scalar = new ScalarLoops();

    /** Returns whether the processor has vectors of the eight chains of a sum. */
    static boolean isFast() {
        return WIDEST.length() >= EIGHT.length();
    }

    @Override
    public void exp(float[] x, int from, int length, Scratch scratch) {
        int end = from + WIDEST.loopBound(length);
        exp(x, from, end);
        int rest = from + length - end;
        if (rest > 0) {
            float[] last = scratch.inner(WIDEST.length());
            System.arraycopy(x, end, last, 0, rest);
            exp(last, 0, WIDEST.length());
            System.arraycopy(last, 0, x, end, rest);
        }
    }

    private static void exp(float[] x, int from, int end) {
        for (int i = from; i < end; i += WIDEST.length()) {
            FloatVector v = FloatVector.fromArray(WIDEST, x, i);
            v = v.blend(Exp.HIGHEST, v.compare(VectorOperators.GT, Exp.HIGHEST));
            v = v.blend(Exp.LOWEST, v.compare(VectorOperators.LT, Exp.LOWEST));
            FloatVector t = v.mul(Exp.LOG2_E).add(Exp.ROUNDER);
            FloatVector n = t.sub(Exp.ROUNDER);
            FloatVector r = v.sub(n.mul(Exp.LN_2_HIGH)).sub(n.mul(Exp.LN_2_LOW));
            FloatVector p = r.mul(Exp.P5).add(Exp.P4);
            p = p.mul(r).add(Exp.P3);
            p = p.mul(r).add(Exp.P2);
            p = p.mul(r).add(Exp.P1);
            p = p.mul(r).add(Exp.P0);
            FloatVector power = t.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, Exp.EXPONENT_SHIFT)
                    .add(Exp.HALF_BITS)
                    .reinterpretAsFloats();
            p.mul(r.mul(r)).add(r).add(1f).mul(2f).mul(power).intoArray(x, i);
        }
    }

    @Override
    public void gelu(float[] x, int from, int length, Scratch scratch) {
        int end = from + WIDEST.loopBound(length);
        float[] distribution = scratch.inner(from + length);
        distribution(x, distribution, from, end);
        for (int i = from; i < end; i += WIDEST.length()) {
            FloatVector v = FloatVector.fromArray(WIDEST, x, i);
            v = v.blend(Gelu.LOWEST, v.compare(VectorOperators.LT, Gelu.LOWEST));
            v.mul(FloatVector.fromArray(WIDEST, distribution, i)).intoArray(x, i);
        }
        scalar.gelu(x, end, from + length - end, scratch);
    }

    @Override
    public void multiplyByGeluSlope(float[] x, float[] g, int from, int length, Scratch scratch) {
        int end = from + WIDEST.loopBound(length);
        float[] distribution = scratch.inner(from + length);
        distribution(x, distribution, from, end);
        for (int i = from; i < end; i += WIDEST.length()) {
            FloatVector v = FloatVector.fromArray(WIDEST, x, i);
            v = v.blend(NormalDensity.LIMIT, v.compare(VectorOperators.GT, NormalDensity.LIMIT));
            v = v.blend(-NormalDensity.LIMIT, v.compare(VectorOperators.LT, -NormalDensity.LIMIT));
            FloatVector u = v.mul(v).mul(NormalDensity.SCALE);
            FloatVector p = u.mul(NormalDensity.P7).add(NormalDensity.P6);
            p = p.mul(u).add(NormalDensity.P5);
            p = p.mul(u).add(NormalDensity.P4);
            p = p.mul(u).add(NormalDensity.P3);
            p = p.mul(u).add(NormalDensity.P2);
            p = p.mul(u).add(NormalDensity.P1);
            p = p.mul(u).add(NormalDensity.P0);
            p = p.mul(p);
            p = p.mul(p);
            p = p.mul(p);
            p = p.mul(p);
            FloatVector slope = FloatVector.fromArray(WIDEST, distribution, i)
                    .add(p.mul(NormalDensity.FACTOR).mul(v));
            FloatVector.fromArray(WIDEST, g, i).mul(slope).intoArray(g, i);
        }
        scalar.multiplyByGeluSlope(x, g, end, from + length - end, scratch);
    }

    /** {@code y = Phi(x)}, which bounds x by itself. */
    private static void distribution(float[] x, float[] y, int from, int end) {
        for (int i = from; i < end; i += WIDEST.length()) {
            FloatVector z = FloatVector.fromArray(WIDEST, x, i).mul(Gelu.INV_SQRT_2);
            z = z.blend(Erf.LIMIT, z.compare(VectorOperators.GT, Erf.LIMIT));
            z = z.blend(-Erf.LIMIT, z.compare(VectorOperators.LT, -Erf.LIMIT));
            FloatVector s = z.mul(z);
            FloatVector p = s.mul(Erf.P6).add(Erf.P5);
            p = p.mul(s).add(Erf.P4);
            p = p.mul(s).add(Erf.P3);
            p = p.mul(s).add(Erf.P2);
            p = p.mul(s).add(Erf.P1);
            p = p.mul(s).add(Erf.P0);
            FloatVector q = s.mul(Erf.Q4).add(Erf.Q3);
            q = q.mul(s).add(Erf.Q2);
            q = q.mul(s).add(Erf.Q1);
            q = q.mul(s).add(Erf.Q0);
            z.mul(p).div(q).mul(0.5f).add(0.5f).intoArray(y, i);
        }
    }

    @Override
    public float sum(float[] x, int from, int length) {
        FloatVector chains = FloatVector.zero(EIGHT);
        int end = from + EIGHT.loopBound(length);
        for (int i = from; i < end; i += EIGHT.length()) {
            chains = chains.add(FloatVector.fromArray(EIGHT, x, i));
        }
        float first = chains.lane(0);
        for (int i = end; i < from + length; i++) {
            first += x[i];
        }
        return total(first, chains);
    }

    @Override
    public float dot(float[] x, float[] y, int from, int length) {
        FloatVector chains = FloatVector.zero(EIGHT);
        int end = from + EIGHT.loopBound(length);
        for (int i = from; i < end; i += EIGHT.length()) {
            chains = chains.add(FloatVector.fromArray(EIGHT, x, i).mul(FloatVector.fromArray(EIGHT, y, i)));
        }
        float first = chains.lane(0);
        for (int i = end; i < from + length; i++) {
            first += x[i] * y[i];
        }
        return total(first, chains);
    }

    /** Adds the chains up in pairs, the first one given apart. */
    private static float total(float first, FloatVector chains) {
        return ((first + chains.lane(1)) + (chains.lane(2) + chains.lane(3)))
                + ((chains.lane(4) + chains.lane(5)) + (chains.lane(6) + chains.lane(7)));
    }
}
