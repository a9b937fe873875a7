package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;
import static castnet.runtime.kernel.WinogradTiles.OUTPUT;
import static castnet.runtime.kernel.WinogradTiles.RESIDUAL;
import static castnet.runtime.kernel.WinogradTiles.SKIP_COLUMNS;
import static castnet.runtime.kernel.WinogradTiles.SKIP_ROWS;

import castnet.runtime.memory.Layout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Winograd's output transform over the output channels of one register tile: first down the columns of all tiles at once, in place, then
 * along the rows of one tile, into its pixels.
 *
 * <pre>
 *   F(4, 3), points 0, ±√½, ±√2, ∞               F(2, 3), points 0, ±1, ∞
 *
 *   1  1    1    1    1   0                      1  1  1  0
 *   0  √½  -√½   √2  -√2  0                      0  1 -1 -1
 *   0  ½    ½    2    2   0
 *   0  √⅛  -√⅛   √8  -√8  1
 * </pre>
 *
 * <p>A tile's rows and columns that are its neighbour's ({@link WinogradTiles}) are not stored: such rows are left out, such
 * columns are written to where the first own column is written right after them, which needs no branch. The residual of a row is
 * read before anything of it is stored, so it may be {@code y}. ReLU is a comparison with {@code threshold} and a blend as in
 * {@link Gemm6x2}: 0, or for no ReLU NaN, to which nothing compares.
 */
final class WinogradOutput {
    private static final float ROOT_EIGHTH = (float) Math.sqrt(0.125);
    private static final float ROOT_HALF = (float) Math.sqrt(0.5);
    private static final float ROOT_2 = (float) Math.sqrt(2);
    private static final float ROOT_8 = (float) Math.sqrt(8);

    private WinogradOutput() {}

    /** Six lines of {@code stride} floats to the first four of them. */
    static void columns6(float[] m, int mo, int stride) {
        int m1 = mo + stride;
        int m2 = mo + 2 * stride;
        int m3 = mo + 3 * stride;
        int m4 = mo + 4 * stride;
        int m5 = mo + 5 * stride;
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2f);
        FloatVector rootEighth = FloatVector.broadcast(SPECIES, ROOT_EIGHTH);
        FloatVector rootHalf = FloatVector.broadcast(SPECIES, ROOT_HALF);
        FloatVector root2 = FloatVector.broadcast(SPECIES, ROOT_2);
        FloatVector root8 = FloatVector.broadcast(SPECIES, ROOT_8);
        for (int c = 0; c < stride; c += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, m, m1 + c);
            FloatVector b = FloatVector.fromArray(SPECIES, m, m2 + c);
            FloatVector even = a.add(b);
            FloatVector odd = a.sub(b);
            FloatVector d = FloatVector.fromArray(SPECIES, m, m3 + c);
            FloatVector e = FloatVector.fromArray(SPECIES, m, m4 + c);
            FloatVector farEven = d.add(e);
            FloatVector farOdd = d.sub(e);
            FloatVector first = FloatVector.fromArray(SPECIES, m, mo + c);
            FloatVector last = FloatVector.fromArray(SPECIES, m, m5 + c);
            first.add(even).add(farEven).intoArray(m, mo + c);
            odd.mul(rootHalf).add(farOdd.mul(root2)).intoArray(m, m1 + c);
            farEven.fma(two, even.mul(half)).intoArray(m, m2 + c);
            odd.fma(rootEighth, farOdd.fma(root8, last)).intoArray(m, m3 + c);
        }
    }

    /** Four lines of {@code stride} floats to the first two of them. */
    static void columns4(float[] m, int mo, int stride) {
        int m1 = mo + stride;
        int m2 = mo + 2 * stride;
        int m3 = mo + 3 * stride;
        for (int c = 0; c < stride; c += LANES) {
            FloatVector first = FloatVector.fromArray(SPECIES, m, mo + c);
            FloatVector a = FloatVector.fromArray(SPECIES, m, m1 + c);
            FloatVector b = FloatVector.fromArray(SPECIES, m, m2 + c);
            FloatVector last = FloatVector.fromArray(SPECIES, m, m3 + c);
            first.add(a).add(b).intoArray(m, mo + c);
            a.sub(b).sub(last).intoArray(m, m1 + c);
        }
    }

    /** The rows of one tile to 4 pixels each; columns are {@code stride} floats apart, {@code at[t ...]} is the tile's entry. */
    static void rows6(
            float[] m,
            int mo,
            int stride,
            int width,
            float threshold,
            float[] b,
            int channel,
            float[] y,
            Layout yl,
            int[] at,
            int t) {
        int skipColumns = at[t + SKIP_COLUMNS];
        int q0 = skipColumns;
        int q1 = Math.max(1, skipColumns);
        int q2 = Math.max(2, skipColumns);
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2f);
        FloatVector rootEighth = FloatVector.broadcast(SPECIES, ROOT_EIGHTH);
        FloatVector rootHalf = FloatVector.broadcast(SPECIES, ROOT_HALF);
        FloatVector root2 = FloatVector.broadcast(SPECIES, ROOT_2);
        FloatVector root8 = FloatVector.broadcast(SPECIES, ROOT_8);
        int yPixel = yl.channelStride();
        for (int row = at[t + SKIP_ROWS]; row < 4; row++) {
            int from = mo + row * 6 * stride;
            int to = at[t + OUTPUT] + row * yl.rowStride() + channel;
            for (int c = 0; c < width; c += LANES) {
                FloatVector bias = FloatVector.fromArray(SPECIES, b, channel + c);
                FloatVector first = FloatVector.fromArray(SPECIES, m, from + c).add(bias);
                FloatVector a = FloatVector.fromArray(SPECIES, m, from + stride + c);
                FloatVector d = FloatVector.fromArray(SPECIES, m, from + 2 * stride + c);
                FloatVector even = a.add(d);
                FloatVector odd = a.sub(d);
                FloatVector e = FloatVector.fromArray(SPECIES, m, from + 3 * stride + c);
                FloatVector f = FloatVector.fromArray(SPECIES, m, from + 4 * stride + c);
                FloatVector farEven = e.add(f);
                FloatVector farOdd = e.sub(f);
                FloatVector last =
                        FloatVector.fromArray(SPECIES, m, from + 5 * stride + c).add(bias);
                FloatVector y0 = first.add(even).add(farEven);
                FloatVector y1 = odd.fma(rootHalf, farOdd.fma(root2, bias));
                FloatVector y2 = even.fma(half, farEven.fma(two, bias));
                FloatVector y3 = odd.fma(rootEighth, farOdd.fma(root8, last));
                y0.blend(0f, y0.compare(VectorOperators.LE, threshold)).intoArray(y, to + q0 * yPixel + c);
                y1.blend(0f, y1.compare(VectorOperators.LE, threshold)).intoArray(y, to + q1 * yPixel + c);
                y2.blend(0f, y2.compare(VectorOperators.LE, threshold)).intoArray(y, to + q2 * yPixel + c);
                y3.blend(0f, y3.compare(VectorOperators.LE, threshold)).intoArray(y, to + 3 * yPixel + c);
            }
        }
    }

    /** The rows of one tile to 4 pixels each, the residual added; columns are {@code stride} floats apart, {@code at[t ...]} is the tile's entry. */
    static void rows6Add(
            float[] m,
            int mo,
            int stride,
            int width,
            float threshold,
            float[] b,
            int channel,
            float[] r,
            Layout rl,
            float[] y,
            Layout yl,
            int[] at,
            int t) {
        int skipColumns = at[t + SKIP_COLUMNS];
        int q0 = skipColumns;
        int q1 = Math.max(1, skipColumns);
        int q2 = Math.max(2, skipColumns);
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2f);
        FloatVector rootEighth = FloatVector.broadcast(SPECIES, ROOT_EIGHTH);
        FloatVector rootHalf = FloatVector.broadcast(SPECIES, ROOT_HALF);
        FloatVector root2 = FloatVector.broadcast(SPECIES, ROOT_2);
        FloatVector root8 = FloatVector.broadcast(SPECIES, ROOT_8);
        int yPixel = yl.channelStride();
        int rPixel = rl.channelStride();
        for (int row = at[t + SKIP_ROWS]; row < 4; row++) {
            int from = mo + row * 6 * stride;
            int to = at[t + OUTPUT] + row * yl.rowStride() + channel;
            int add = at[t + RESIDUAL] + row * rl.rowStride() + channel;
            for (int c = 0; c < width; c += LANES) {
                FloatVector bias = FloatVector.fromArray(SPECIES, b, channel + c);
                FloatVector first = FloatVector.fromArray(SPECIES, m, from + c).add(bias);
                FloatVector a = FloatVector.fromArray(SPECIES, m, from + stride + c);
                FloatVector d = FloatVector.fromArray(SPECIES, m, from + 2 * stride + c);
                FloatVector even = a.add(d);
                FloatVector odd = a.sub(d);
                FloatVector e = FloatVector.fromArray(SPECIES, m, from + 3 * stride + c);
                FloatVector f = FloatVector.fromArray(SPECIES, m, from + 4 * stride + c);
                FloatVector farEven = e.add(f);
                FloatVector farOdd = e.sub(f);
                FloatVector last =
                        FloatVector.fromArray(SPECIES, m, from + 5 * stride + c).add(bias);
                FloatVector y0 =
                        first.add(even).add(farEven).add(FloatVector.fromArray(SPECIES, r, add + q0 * rPixel + c));
                FloatVector y1 = odd.fma(rootHalf, farOdd.fma(root2, bias))
                        .add(FloatVector.fromArray(SPECIES, r, add + q1 * rPixel + c));
                FloatVector y2 = even.fma(half, farEven.fma(two, bias))
                        .add(FloatVector.fromArray(SPECIES, r, add + q2 * rPixel + c));
                FloatVector y3 = odd.fma(rootEighth, farOdd.fma(root8, last))
                        .add(FloatVector.fromArray(SPECIES, r, add + 3 * rPixel + c));
                y0.blend(0f, y0.compare(VectorOperators.LE, threshold)).intoArray(y, to + q0 * yPixel + c);
                y1.blend(0f, y1.compare(VectorOperators.LE, threshold)).intoArray(y, to + q1 * yPixel + c);
                y2.blend(0f, y2.compare(VectorOperators.LE, threshold)).intoArray(y, to + q2 * yPixel + c);
                y3.blend(0f, y3.compare(VectorOperators.LE, threshold)).intoArray(y, to + 3 * yPixel + c);
            }
        }
    }

    /** The rows of one tile to 2 pixels each; columns are {@code stride} floats apart, {@code at[t ...]} is the tile's entry. */
    static void rows4(
            float[] m,
            int mo,
            int stride,
            int width,
            float threshold,
            float[] b,
            int channel,
            float[] y,
            Layout yl,
            int[] at,
            int t) {
        int skipColumns = at[t + SKIP_COLUMNS];
        int q0 = skipColumns;
        int yPixel = yl.channelStride();
        for (int row = at[t + SKIP_ROWS]; row < 2; row++) {
            int from = mo + row * 4 * stride;
            int to = at[t + OUTPUT] + row * yl.rowStride() + channel;
            for (int c = 0; c < width; c += LANES) {
                FloatVector bias = FloatVector.fromArray(SPECIES, b, channel + c);
                FloatVector first = FloatVector.fromArray(SPECIES, m, from + c).add(bias);
                FloatVector a = FloatVector.fromArray(SPECIES, m, from + stride + c);
                FloatVector d = FloatVector.fromArray(SPECIES, m, from + 2 * stride + c);
                FloatVector last = bias.sub(FloatVector.fromArray(SPECIES, m, from + 3 * stride + c));
                FloatVector y0 = first.add(a).add(d);
                FloatVector y1 = a.sub(d).add(last);
                y0.blend(0f, y0.compare(VectorOperators.LE, threshold)).intoArray(y, to + q0 * yPixel + c);
                y1.blend(0f, y1.compare(VectorOperators.LE, threshold)).intoArray(y, to + 1 * yPixel + c);
            }
        }
    }

    /** The rows of one tile to 2 pixels each, the residual added; columns are {@code stride} floats apart, {@code at[t ...]} is the tile's entry. */
    static void rows4Add(
            float[] m,
            int mo,
            int stride,
            int width,
            float threshold,
            float[] b,
            int channel,
            float[] r,
            Layout rl,
            float[] y,
            Layout yl,
            int[] at,
            int t) {
        int skipColumns = at[t + SKIP_COLUMNS];
        int q0 = skipColumns;
        int yPixel = yl.channelStride();
        int rPixel = rl.channelStride();
        for (int row = at[t + SKIP_ROWS]; row < 2; row++) {
            int from = mo + row * 4 * stride;
            int to = at[t + OUTPUT] + row * yl.rowStride() + channel;
            int add = at[t + RESIDUAL] + row * rl.rowStride() + channel;
            for (int c = 0; c < width; c += LANES) {
                FloatVector bias = FloatVector.fromArray(SPECIES, b, channel + c);
                FloatVector first = FloatVector.fromArray(SPECIES, m, from + c).add(bias);
                FloatVector a = FloatVector.fromArray(SPECIES, m, from + stride + c);
                FloatVector d = FloatVector.fromArray(SPECIES, m, from + 2 * stride + c);
                FloatVector last = bias.sub(FloatVector.fromArray(SPECIES, m, from + 3 * stride + c));
                FloatVector y0 = first.add(a).add(d).add(FloatVector.fromArray(SPECIES, r, add + q0 * rPixel + c));
                FloatVector y1 = a.sub(d).add(last).add(FloatVector.fromArray(SPECIES, r, add + 1 * rPixel + c));
                y0.blend(0f, y0.compare(VectorOperators.LE, threshold)).intoArray(y, to + q0 * yPixel + c);
                y1.blend(0f, y1.compare(VectorOperators.LE, threshold)).intoArray(y, to + 1 * yPixel + c);
            }
        }
    }
}
