package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.SPECIES;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The last pass of a batch norm over a slice of rows: {@code y = (x - m) * a + b}, then {@code + r}, then ReLU; m, a and b per
 * channel. Mean is subtracted before anything is multiplied, so that values far from zero lose no digits.
 *
 * <p>One method per epilogue, one loop level along a row: what C2 keeps in registers. Outputs may be any of the inputs.
 */
final class AffineRows {
    private AffineRows() {}

    /** Scratch: {@code γ · inverse}, then β, padded with zeros. */
    static void coefficients(Layout l, float[] inverse, float[] gamma, int go, float[] beta, int bo, Worker w) {
        float[] scratch = w.scratch();
        Patches.checkScratch(w, BatchNorm.scratchFloats(l), "BatchNorm");
        int padded = Layout.roundUp(l.channels());
        Arrays.fill(scratch, 0, 2 * padded, 0f);
        for (int c = 0; c < l.channels(); c++) {
            scratch[c] = gamma[go + c] * inverse[c];
            scratch[padded + c] = beta[bo + c];
        }
    }

    /** A slice of the rows with the {@link #coefficients} in scratch. */
    static void normalized(
            Epilogue e,
            Layout xl,
            float[] x,
            int xo,
            float[] mean,
            Layout rl,
            float[] r,
            int ro,
            Layout yl,
            float[] y,
            int yo,
            int n,
            Worker w) {
        int padded = Layout.roundUp(xl.channels());
        rows(e, xl, x, xo, mean, w.scratch(), padded, w.scratch(), rl, r, ro, yl, y, yo, n, w);
    }

    /** A slice of the rows; {@code scale} begins at 0, {@code shift} at {@code shiftAt}. */
    static void rows(
            Epilogue e,
            Layout xl,
            float[] x,
            int xo,
            float[] mean,
            float[] scale,
            int shiftAt,
            float[] shift,
            Layout rl,
            float[] r,
            int ro,
            Layout yl,
            float[] y,
            int yo,
            int n,
            Worker w) {
        int height = xl.height();
        int xs = xl.channelStride();
        int rs = rl.channelStride();
        int ys = yl.channelStride();
        int width = xl.width();
        for (int i = w.from(n * height); i < w.to(n * height); i++) {
            int image = i / height;
            int row = i % height;
            int xi = xo + image * xl.imageStride() + xl.offset(row, 0);
            int ri = ro + image * rl.imageStride() + rl.offset(row, 0);
            int yi = yo + image * yl.imageStride() + yl.offset(row, 0);
            for (int c = 0; c < ys; c += Lanes.LANES) {
                int b = shiftAt + c;
                switch (e) {
                    case BIAS -> plain(x, xi + c, xs, mean, c, scale, c, shift, b, y, yi + c, ys, width);
                    case BIAS_RELU -> relu(x, xi + c, xs, mean, c, scale, c, shift, b, y, yi + c, ys, width);
                    case BIAS_ADD ->
                        add(x, xi + c, xs, mean, c, scale, c, shift, b, r, ri + c, rs, y, yi + c, ys, width);
                    case BIAS_ADD_RELU ->
                        addRelu(x, xi + c, xs, mean, c, scale, c, shift, b, r, ri + c, rs, y, yi + c, ys, width);
                }
            }
        }
    }

    private static void plain(
            float[] x,
            int xi,
            int xs,
            float[] m,
            int mi,
            float[] a,
            int ai,
            float[] b,
            int bi,
            float[] y,
            int yi,
            int ys,
            int width) {
        FloatVector mean = FloatVector.fromArray(SPECIES, m, mi);
        FloatVector scale = FloatVector.fromArray(SPECIES, a, ai);
        FloatVector shift = FloatVector.fromArray(SPECIES, b, bi);
        for (int i = 0; i < width; i++) {
            FloatVector value =
                    FloatVector.fromArray(SPECIES, x, xi + i * xs).sub(mean).fma(scale, shift);
            value.intoArray(y, yi + i * ys);
        }
    }

    private static void relu(
            float[] x,
            int xi,
            int xs,
            float[] m,
            int mi,
            float[] a,
            int ai,
            float[] b,
            int bi,
            float[] y,
            int yi,
            int ys,
            int width) {
        FloatVector mean = FloatVector.fromArray(SPECIES, m, mi);
        FloatVector scale = FloatVector.fromArray(SPECIES, a, ai);
        FloatVector shift = FloatVector.fromArray(SPECIES, b, bi);
        for (int i = 0; i < width; i++) {
            FloatVector value =
                    FloatVector.fromArray(SPECIES, x, xi + i * xs).sub(mean).fma(scale, shift);
            VectorMask<Float> below = value.compare(VectorOperators.LE, 0f);
            value = value.blend(0f, below);
            value.intoArray(y, yi + i * ys);
        }
    }

    private static void add(
            float[] x,
            int xi,
            int xs,
            float[] m,
            int mi,
            float[] a,
            int ai,
            float[] b,
            int bi,
            float[] r,
            int ri,
            int rs,
            float[] y,
            int yi,
            int ys,
            int width) {
        FloatVector mean = FloatVector.fromArray(SPECIES, m, mi);
        FloatVector scale = FloatVector.fromArray(SPECIES, a, ai);
        FloatVector shift = FloatVector.fromArray(SPECIES, b, bi);
        for (int i = 0; i < width; i++) {
            FloatVector value =
                    FloatVector.fromArray(SPECIES, x, xi + i * xs).sub(mean).fma(scale, shift);
            value = value.add(FloatVector.fromArray(SPECIES, r, ri + i * rs));
            value.intoArray(y, yi + i * ys);
        }
    }

    private static void addRelu(
            float[] x,
            int xi,
            int xs,
            float[] m,
            int mi,
            float[] a,
            int ai,
            float[] b,
            int bi,
            float[] r,
            int ri,
            int rs,
            float[] y,
            int yi,
            int ys,
            int width) {
        FloatVector mean = FloatVector.fromArray(SPECIES, m, mi);
        FloatVector scale = FloatVector.fromArray(SPECIES, a, ai);
        FloatVector shift = FloatVector.fromArray(SPECIES, b, bi);
        for (int i = 0; i < width; i++) {
            FloatVector value =
                    FloatVector.fromArray(SPECIES, x, xi + i * xs).sub(mean).fma(scale, shift);
            value = value.add(FloatVector.fromArray(SPECIES, r, ri + i * rs));
            VectorMask<Float> below = value.compare(VectorOperators.LE, 0f);
            value = value.blend(0f, below);
            value.intoArray(y, yi + i * ys);
        }
    }
}
