package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The last pass of a batch norm's gradient: {@code dx = p · dy + q · (x - mean) + r} with per channel
 *
 * <pre>
 *   p = γ · inverse     q = -p · inverse · dγ / m     r = -p · dβ / m     m = values per channel of the batch
 * </pre>
 *
 * <p>The coefficients lie in scratch, each over roundUp(channels) floats. Outputs may be any of the inputs.
 */
final class BatchNormGradient {

    private BatchNormGradient() {}

    static void coefficients(
            Layout l,
            float[] inverse,
            float[] gamma,
            int go,
            float[] dgamma,
            int dgo,
            float[] dbeta,
            int dbo,
            int n,
            Worker w) {
        Patches.checkScratch(w, BatchNorm.scratchFloats(l), "BatchNorm");
        float[] scratch = w.scratch();
        int padded = Layout.roundUp(l.channels());
        double m = (double) n * l.pixels();
        Arrays.fill(scratch, 0, 3 * padded, 0f);
        for (int c = 0; c < l.channels(); c++) {
            double p = (double) gamma[go + c] * inverse[c];
            scratch[c] = (float) p;
            scratch[padded + c] = (float) (-p * inverse[c] * dgamma[dgo + c] / m);
            scratch[2 * padded + c] = (float) (-p * dbeta[dbo + c] / m);
        }
    }

    static void rows(
            Layout dyl,
            float[] dy,
            int dyo,
            Layout xl,
            float[] x,
            int xo,
            float[] mean,
            Layout dxl,
            float[] dx,
            int dxo,
            int n,
            Worker w) {
        int height = xl.height();
        for (int i = w.from(n * height); i < w.to(n * height); i++) {
            int di = at(dyl, dyo, i);
            int xi = at(xl, xo, i);
            int gi = at(dxl, dxo, i);
            for (int c = 0; c < dxl.channelStride(); c += LANES) {
                row(
                        dy,
                        di + c,
                        dyl.channelStride(),
                        x,
                        xi + c,
                        xl.channelStride(),
                        mean,
                        c,
                        w.scratch(),
                        dxl.channelStride(),
                        dx,
                        gi + c,
                        xl.width());
            }
        }
    }

    static void rowsRelu(
            Layout dyl,
            float[] dy,
            int dyo,
            Layout yl,
            float[] y,
            int yo,
            Layout xl,
            float[] x,
            int xo,
            float[] mean,
            Layout dxl,
            float[] dx,
            int dxo,
            int n,
            Worker w) {
        int height = xl.height();
        for (int i = w.from(n * height); i < w.to(n * height); i++) {
            int di = at(dyl, dyo, i);
            int yi = at(yl, yo, i);
            int xi = at(xl, xo, i);
            int gi = at(dxl, dxo, i);
            for (int c = 0; c < dxl.channelStride(); c += LANES) {
                rowRelu(
                        dy,
                        di + c,
                        dyl.channelStride(),
                        y,
                        yi + c,
                        yl.channelStride(),
                        x,
                        xi + c,
                        xl.channelStride(),
                        mean,
                        c,
                        w.scratch(),
                        dxl.channelStride(),
                        dx,
                        gi + c,
                        xl.width());
            }
        }
    }

    static void rowsAddRelu(
            Layout dyl,
            float[] dy,
            int dyo,
            Layout yl,
            float[] y,
            int yo,
            Layout xl,
            float[] x,
            int xo,
            float[] mean,
            Layout dxl,
            float[] dx,
            int dxo,
            Layout drl,
            float[] dr,
            int dro,
            int n,
            Worker w) {
        int height = xl.height();
        for (int i = w.from(n * height); i < w.to(n * height); i++) {
            int di = at(dyl, dyo, i);
            int yi = at(yl, yo, i);
            int xi = at(xl, xo, i);
            int gi = at(dxl, dxo, i);
            int ri = at(drl, dro, i);
            for (int c = 0; c < dxl.channelStride(); c += LANES) {
                rowAddRelu(
                        dy,
                        di + c,
                        dyl.channelStride(),
                        y,
                        yi + c,
                        yl.channelStride(),
                        x,
                        xi + c,
                        xl.channelStride(),
                        mean,
                        c,
                        w.scratch(),
                        dxl.channelStride(),
                        dx,
                        gi + c,
                        dr,
                        ri + c,
                        drl.channelStride(),
                        xl.width());
            }
        }
    }

    /** Offset of row {@code i} of all images' rows. */
    private static int at(Layout l, int base, int i) {
        return base + i / l.height() * l.imageStride() + l.offset(i % l.height(), 0);
    }

    private static void row(
            float[] dy,
            int di,
            int ds,
            float[] x,
            int xi,
            int xs,
            float[] mean,
            int c,
            float[] coefficients,
            int stride,
            float[] dx,
            int gi,
            int width) {
        FloatVector mu = FloatVector.fromArray(SPECIES, mean, c);
        FloatVector p = FloatVector.fromArray(SPECIES, coefficients, c);
        FloatVector q = FloatVector.fromArray(SPECIES, coefficients, stride + c);
        FloatVector r = FloatVector.fromArray(SPECIES, coefficients, 2 * stride + c);
        for (int i = 0; i < width; i++) {
            FloatVector g = FloatVector.fromArray(SPECIES, dy, di + i * ds);
            FloatVector centred = FloatVector.fromArray(SPECIES, x, xi + i * xs).sub(mu);
            p.fma(g, q.fma(centred, r)).intoArray(dx, gi + i * stride);
        }
    }

    private static void rowRelu(
            float[] dy,
            int di,
            int ds,
            float[] y,
            int yi,
            int ys,
            float[] x,
            int xi,
            int xs,
            float[] mean,
            int c,
            float[] coefficients,
            int stride,
            float[] dx,
            int gi,
            int width) {
        FloatVector mu = FloatVector.fromArray(SPECIES, mean, c);
        FloatVector p = FloatVector.fromArray(SPECIES, coefficients, c);
        FloatVector q = FloatVector.fromArray(SPECIES, coefficients, stride + c);
        FloatVector r = FloatVector.fromArray(SPECIES, coefficients, 2 * stride + c);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < width; i++) {
            VectorMask<Float> alive =
                    FloatVector.fromArray(SPECIES, y, yi + i * ys).compare(VectorOperators.GT, 0f);
            FloatVector g = zero.blend(FloatVector.fromArray(SPECIES, dy, di + i * ds), alive);
            FloatVector centred = FloatVector.fromArray(SPECIES, x, xi + i * xs).sub(mu);
            p.fma(g, q.fma(centred, r)).intoArray(dx, gi + i * stride);
        }
    }

    private static void rowAddRelu(
            float[] dy,
            int di,
            int ds,
            float[] y,
            int yi,
            int ys,
            float[] x,
            int xi,
            int xs,
            float[] mean,
            int c,
            float[] coefficients,
            int stride,
            float[] dx,
            int gi,
            float[] dr,
            int ri,
            int rs,
            int width) {
        FloatVector mu = FloatVector.fromArray(SPECIES, mean, c);
        FloatVector p = FloatVector.fromArray(SPECIES, coefficients, c);
        FloatVector q = FloatVector.fromArray(SPECIES, coefficients, stride + c);
        FloatVector r = FloatVector.fromArray(SPECIES, coefficients, 2 * stride + c);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < width; i++) {
            VectorMask<Float> alive =
                    FloatVector.fromArray(SPECIES, y, yi + i * ys).compare(VectorOperators.GT, 0f);
            FloatVector g = zero.blend(FloatVector.fromArray(SPECIES, dy, di + i * ds), alive);
            FloatVector centred = FloatVector.fromArray(SPECIES, x, xi + i * xs).sub(mu);
            p.fma(g, q.fma(centred, r)).intoArray(dx, gi + i * stride);
            g.intoArray(dr, ri + i * rs);
        }
    }
}
