package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * One dimension of Winograd's input transform, {@code count} floats (whole vectors) of each line at a time; a line begins
 * {@code xs} or {@code ys} floats after the one before.
 *
 * <pre>
 *   F(4, 3), points 0, ±√½, ±√2, ∞               F(2, 3), points 0, ±1, ∞
 *
 *   1   0  -5/2   0    1   0                     1  0  -1   0
 *   0  -√2  -2   √½    1   0                     0  1   1   0
 *   0   √2  -2  -√½    1   0                     0 -1   1   0
 *   0  -√½  -½   √2    1   0                     0  1   0  -1
 *   0   √½  -½  -√2    1   0
 *   0   1    0  -5/2   0   1
 * </pre>
 */
final class WinogradInput {
    private static final float ROOT_HALF = (float) Math.sqrt(0.5);
    private static final float ROOT_2 = (float) Math.sqrt(2);

    private WinogradInput() {}

    /** Six lines to six. */
    static void lines6(float[] x, int xo, int xs, float[] y, int yo, int ys, int count) {
        int x1 = xo + xs;
        int x2 = xo + 2 * xs;
        int x3 = xo + 3 * xs;
        int x4 = xo + 4 * xs;
        int x5 = xo + 5 * xs;
        int y1 = yo + ys;
        int y2 = yo + 2 * ys;
        int y3 = yo + 3 * ys;
        int y4 = yo + 4 * ys;
        int y5 = yo + 5 * ys;
        FloatVector border = FloatVector.broadcast(SPECIES, -2.5f);
        FloatVector minus2 = FloatVector.broadcast(SPECIES, -2f);
        FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
        FloatVector root2 = FloatVector.broadcast(SPECIES, ROOT_2);
        FloatVector minusRoot2 = FloatVector.broadcast(SPECIES, -ROOT_2);
        FloatVector rootHalf = FloatVector.broadcast(SPECIES, ROOT_HALF);
        FloatVector minusRootHalf = FloatVector.broadcast(SPECIES, -ROOT_HALF);
        for (int c = 0; c < count; c += LANES) {
            FloatVector d0 = FloatVector.fromArray(SPECIES, x, xo + c);
            FloatVector d1 = FloatVector.fromArray(SPECIES, x, x1 + c);
            FloatVector d2 = FloatVector.fromArray(SPECIES, x, x2 + c);
            FloatVector d3 = FloatVector.fromArray(SPECIES, x, x3 + c);
            FloatVector d4 = FloatVector.fromArray(SPECIES, x, x4 + c);
            FloatVector d5 = FloatVector.fromArray(SPECIES, x, x5 + c);
            d2.fma(border, d0.add(d4)).intoArray(y, yo + c);
            d3.fma(border, d1.add(d5)).intoArray(y, y5 + c);
            FloatVector even = d2.fma(minus2, d4);
            FloatVector odd = d1.fma(minus2, d3);
            odd.fma(rootHalf, even).intoArray(y, y1 + c);
            odd.fma(minusRootHalf, even).intoArray(y, y2 + c);
            even = d2.fma(minusHalf, d4);
            odd = d1.fma(minusHalf, d3);
            odd.fma(root2, even).intoArray(y, y3 + c);
            odd.fma(minusRoot2, even).intoArray(y, y4 + c);
        }
    }

    /** Four lines to four. */
    static void lines4(float[] x, int xo, int xs, float[] y, int yo, int ys, int count) {
        int x1 = xo + xs;
        int x2 = xo + 2 * xs;
        int x3 = xo + 3 * xs;
        int y1 = yo + ys;
        int y2 = yo + 2 * ys;
        int y3 = yo + 3 * ys;
        for (int c = 0; c < count; c += LANES) {
            FloatVector d0 = FloatVector.fromArray(SPECIES, x, xo + c);
            FloatVector d1 = FloatVector.fromArray(SPECIES, x, x1 + c);
            FloatVector d2 = FloatVector.fromArray(SPECIES, x, x2 + c);
            FloatVector d3 = FloatVector.fromArray(SPECIES, x, x3 + c);
            d0.sub(d2).intoArray(y, yo + c);
            d1.add(d2).intoArray(y, y1 + c);
            d2.sub(d1).intoArray(y, y2 + c);
            d1.sub(d3).intoArray(y, y3 + c);
        }
    }
}
