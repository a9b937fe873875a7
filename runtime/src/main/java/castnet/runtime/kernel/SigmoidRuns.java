package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The logistic function s(x) = 1/(1 + e⁻ˣ) and what is made of it, over a run of {@code count} values, a multiple of 16, with an
 * error of a few units in the last place. Outputs may be any of the inputs. NaN stays NaN.
 *
 * <p>e^t = 2^n · e^r with n = round(t / ln 2) and |r| ≤ ln 2 / 2. Adding 1.5 · 2^23 leaves n in the lowest bits of a float, from where a
 * shift carries it to the exponent; ln 2 in two parts keeps the digits of r (Cody and Waite 1980); e^r by a polynomial whose
 * coefficients are Cephes' (Moshier 1989). The Vector API's own exponential has bits that depend on the machine.
 *
 * <p>The body is repeated in each method: a vector must not cross a method's border.
 */
final class SigmoidRuns {
    private static final float LOWEST = -87f;
    private static final float HIGHEST = 88f;
    static final float LOG2_E = 1.442695f;
    static final float MAGIC = 0x1.8p23f;
    static final float LN2_HIGH = 0x1.63p-1f;
    static final float LN2_LOW = -2.12194440e-4f;
    static final float C2 = 0.5f;
    static final float C3 = 0.16666666f;
    static final float C4 = 0.041665796f;
    static final float C5 = 0.008333452f;
    static final float C6 = 0.0013981999f;
    static final float C7 = 0.00019875691f;
    static final int MANTISSA = 23;

    private SigmoidRuns() {}

    /** y = s(x). */
    static void sigmoid(float[] x, int xi, float[] y, int yi, int count) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        FloatVector magic = FloatVector.broadcast(SPECIES, MAGIC);
        FloatVector ln2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        FloatVector ln2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        FloatVector c2 = FloatVector.broadcast(SPECIES, C2);
        FloatVector c3 = FloatVector.broadcast(SPECIES, C3);
        FloatVector c4 = FloatVector.broadcast(SPECIES, C4);
        FloatVector c5 = FloatVector.broadcast(SPECIES, C5);
        FloatVector c6 = FloatVector.broadcast(SPECIES, C6);
        FloatVector c7 = FloatVector.broadcast(SPECIES, C7);
        for (int i = 0; i < count; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xi + i);
            FloatVector t = v.neg().max(LOWEST).min(HIGHEST);
            FloatVector n = t.fma(log2e, magic);
            FloatVector f = n.sub(magic);
            FloatVector r = f.fma(ln2High, t);
            r = f.fma(ln2Low, r);
            FloatVector p = r.fma(c7, c6);
            p = p.fma(r, c5);
            p = p.fma(r, c4);
            p = p.fma(r, c3);
            p = p.fma(r, c2);
            p = p.fma(r, one);
            p = p.fma(r, one);
            FloatVector e = p.reinterpretAsInts()
                    .add(n.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA))
                    .reinterpretAsFloats();
            FloatVector s = one.div(e.add(one));
            s.intoArray(y, yi + i);
        }
    }

    /** y = x · s(x). */
    static void silu(float[] x, int xi, float[] y, int yi, int count) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        FloatVector magic = FloatVector.broadcast(SPECIES, MAGIC);
        FloatVector ln2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        FloatVector ln2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        FloatVector c2 = FloatVector.broadcast(SPECIES, C2);
        FloatVector c3 = FloatVector.broadcast(SPECIES, C3);
        FloatVector c4 = FloatVector.broadcast(SPECIES, C4);
        FloatVector c5 = FloatVector.broadcast(SPECIES, C5);
        FloatVector c6 = FloatVector.broadcast(SPECIES, C6);
        FloatVector c7 = FloatVector.broadcast(SPECIES, C7);
        for (int i = 0; i < count; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xi + i);
            FloatVector t = v.neg().max(LOWEST).min(HIGHEST);
            FloatVector n = t.fma(log2e, magic);
            FloatVector f = n.sub(magic);
            FloatVector r = f.fma(ln2High, t);
            r = f.fma(ln2Low, r);
            FloatVector p = r.fma(c7, c6);
            p = p.fma(r, c5);
            p = p.fma(r, c4);
            p = p.fma(r, c3);
            p = p.fma(r, c2);
            p = p.fma(r, one);
            p = p.fma(r, one);
            FloatVector e = p.reinterpretAsInts()
                    .add(n.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA))
                    .reinterpretAsFloats();
            FloatVector s = one.div(e.add(one));
            s.mul(v).intoArray(y, yi + i);
        }
    }

    /** dx = dy · s(x) · (1 + x · (1 - s(x))). */
    static void siluGradient(float[] dy, int di, float[] x, int xi, float[] dx, int gi, int count) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        FloatVector magic = FloatVector.broadcast(SPECIES, MAGIC);
        FloatVector ln2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        FloatVector ln2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        FloatVector c2 = FloatVector.broadcast(SPECIES, C2);
        FloatVector c3 = FloatVector.broadcast(SPECIES, C3);
        FloatVector c4 = FloatVector.broadcast(SPECIES, C4);
        FloatVector c5 = FloatVector.broadcast(SPECIES, C5);
        FloatVector c6 = FloatVector.broadcast(SPECIES, C6);
        FloatVector c7 = FloatVector.broadcast(SPECIES, C7);
        for (int i = 0; i < count; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xi + i);
            FloatVector t = v.neg().max(LOWEST).min(HIGHEST);
            FloatVector n = t.fma(log2e, magic);
            FloatVector f = n.sub(magic);
            FloatVector r = f.fma(ln2High, t);
            r = f.fma(ln2Low, r);
            FloatVector p = r.fma(c7, c6);
            p = p.fma(r, c5);
            p = p.fma(r, c4);
            p = p.fma(r, c3);
            p = p.fma(r, c2);
            p = p.fma(r, one);
            p = p.fma(r, one);
            FloatVector e = p.reinterpretAsInts()
                    .add(n.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA))
                    .reinterpretAsFloats();
            FloatVector s = one.div(e.add(one));
            FloatVector slope = one.sub(s).fma(v, one).mul(s);
            slope.mul(FloatVector.fromArray(SPECIES, dy, di + i)).intoArray(dx, gi + i);
        }
    }
}
