package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;

/**
 * Batch normalisation (Ioffe and Szegedy 2015), PyTorch's conventions: the biased variance normalises, the unbiased one goes into
 * the running statistics, momentum is the weight of the new value.
 *
 * <p>Training runs in stages with a barrier between: {@link #statistics} per image, {@link #finish} over the batch, {@code
 * normalize…}; backward {@code gradientSums…}, {@link #finishGradient}, {@code gradient…}. Partials lie image by image, {@code 4 ×
 * roundUp(channels)} floats each, and are summed in the order of the images: the number of workers does not matter.
 *
 * <p>{@code mean} and {@code inverse} (1/√(variance + ε)) are arrays of {@code roundUp(channels)} floats that forward fills and
 * backward reads. Parameters, gradients and running statistics lie at an offset of a flat array, {@code channels} floats each.
 * A batch with one value per channel has variance 0, and its unbiased variance is taken as 0.
 */
public final class BatchNorm {

    private BatchNorm() {}

    /** Floats of scratch: {@code 3 * roundUp(channels)}. */
    public static int scratchFloats(Layout l) {
        return 3 * Layout.roundUp(l.channels());
    }

    // ---- inference: y = x * scale + shift ----

    /** {@code y = x * scale + shift}. */
    public static void affine(
            Layout xl, float[] x, int xo, float[] scale, float[] shift, Layout yl, float[] y, int yo, int n, Worker w) {
        AffineRows.rows(Epilogue.BIAS, xl, x, xo, noMean(xl), scale, 0, shift, xl, x, xo, yl, y, yo, n, w);
    }

    /** {@code y = max(0, x * scale + shift)}. */
    public static void affineRelu(
            Layout xl, float[] x, int xo, float[] scale, float[] shift, Layout yl, float[] y, int yo, int n, Worker w) {
        AffineRows.rows(Epilogue.BIAS_RELU, xl, x, xo, noMean(xl), scale, 0, shift, xl, x, xo, yl, y, yo, n, w);
    }

    /** {@code y = x * scale + shift + r}. */
    public static void affineAdd(
            Layout xl,
            float[] x,
            int xo,
            float[] scale,
            float[] shift,
            Layout rl,
            float[] r,
            int ro,
            Layout yl,
            float[] y,
            int yo,
            int n,
            Worker w) {
        AffineRows.rows(Epilogue.BIAS_ADD, xl, x, xo, noMean(xl), scale, 0, shift, rl, r, ro, yl, y, yo, n, w);
    }

    /** {@code y = max(0, x * scale + shift + r)}. */
    public static void affineAddRelu(
            Layout xl,
            float[] x,
            int xo,
            float[] scale,
            float[] shift,
            Layout rl,
            float[] r,
            int ro,
            Layout yl,
            float[] y,
            int yo,
            int n,
            Worker w) {
        AffineRows.rows(Epilogue.BIAS_ADD_RELU, xl, x, xo, noMean(xl), scale, 0, shift, rl, r, ro, yl, y, yo, n, w);
    }

    private static float[] noMean(Layout l) {
        return Zeros.atLeast(l.channelStride());
    }

    // ---- training, forward ----

    /** Partial sums of each image of this worker. */
    public static void statistics(Layout xl, float[] x, int xo, float[] partials, int po, int n, Worker w) {
        BatchNormSums.statistics(xl, x, xo, partials, po, n, w);
    }

    /** Mean and inverse deviation of the batch, and running statistics. */
    public static void finish(
            Layout xl,
            float[] partials,
            int po,
            float[] mean,
            float[] inverse,
            float[] runningMean,
            int rmo,
            float[] runningVariance,
            int rvo,
            float momentum,
            float epsilon,
            int n,
            Worker w) {
        for (int c = w.from(xl.channels()); c < w.to(xl.channels()); c++) {
            BatchNormSums.finish(
                    xl, partials, po, c, mean, inverse, runningMean, rmo, runningVariance, rvo, momentum, epsilon, n);
        }
    }

    /** {@code y = γ (x - mean) inverse + β}. */
    public static void normalize(
            Layout xl,
            float[] x,
            int xo,
            float[] mean,
            float[] inverse,
            float[] gamma,
            int go,
            float[] beta,
            int bo,
            Layout yl,
            float[] y,
            int yo,
            int n,
            Worker w) {
        AffineRows.coefficients(xl, inverse, gamma, go, beta, bo, w);
        AffineRows.normalized(Epilogue.BIAS, xl, x, xo, mean, xl, x, xo, yl, y, yo, n, w);
    }

    /** {@code y = max(0, γ (x - mean) inverse + β)}. */
    public static void normalizeRelu(
            Layout xl,
            float[] x,
            int xo,
            float[] mean,
            float[] inverse,
            float[] gamma,
            int go,
            float[] beta,
            int bo,
            Layout yl,
            float[] y,
            int yo,
            int n,
            Worker w) {
        AffineRows.coefficients(xl, inverse, gamma, go, beta, bo, w);
        AffineRows.normalized(Epilogue.BIAS_RELU, xl, x, xo, mean, xl, x, xo, yl, y, yo, n, w);
    }

    /** {@code y = γ (x - mean) inverse + β + r}. */
    public static void normalizeAdd(
            Layout xl,
            float[] x,
            int xo,
            float[] mean,
            float[] inverse,
            float[] gamma,
            int go,
            float[] beta,
            int bo,
            Layout rl,
            float[] r,
            int ro,
            Layout yl,
            float[] y,
            int yo,
            int n,
            Worker w) {
        AffineRows.coefficients(xl, inverse, gamma, go, beta, bo, w);
        AffineRows.normalized(Epilogue.BIAS_ADD, xl, x, xo, mean, rl, r, ro, yl, y, yo, n, w);
    }

    /** {@code y = max(0, γ (x - mean) inverse + β + r)}. */
    public static void normalizeAddRelu(
            Layout xl,
            float[] x,
            int xo,
            float[] mean,
            float[] inverse,
            float[] gamma,
            int go,
            float[] beta,
            int bo,
            Layout rl,
            float[] r,
            int ro,
            Layout yl,
            float[] y,
            int yo,
            int n,
            Worker w) {
        AffineRows.coefficients(xl, inverse, gamma, go, beta, bo, w);
        AffineRows.normalized(Epilogue.BIAS_ADD_RELU, xl, x, xo, mean, rl, r, ro, yl, y, yo, n, w);
    }

    // ---- training, backward ----

    /** Partial sums of {@code dy} and {@code dy · x̂} of each image of this worker. */
    public static void gradientSums(
            Layout dyl,
            float[] dy,
            int dyo,
            Layout xl,
            float[] x,
            int xo,
            float[] mean,
            float[] inverse,
            float[] partials,
            int po,
            int n,
            Worker w) {
        BatchNormSums.gradient(dyl, dy, dyo, null, dy, dyo, xl, x, xo, mean, inverse, partials, po, n, w);
    }

    /** The same where ReLU was fused: {@code dy} counts where {@code y > 0}. */
    public static void gradientSumsRelu(
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
            float[] inverse,
            float[] partials,
            int po,
            int n,
            Worker w) {
        BatchNormSums.gradient(dyl, dy, dyo, yl, y, yo, xl, x, xo, mean, inverse, partials, po, n, w);
    }

    /** Gradients of γ and β: the sums over the batch. */
    public static void finishGradient(
            Layout xl, float[] partials, int po, float[] dgamma, int dgo, float[] dbeta, int dbo, int n, Worker w) {
        for (int c = w.from(xl.channels()); c < w.to(xl.channels()); c++) {
            BatchNormSums.finishGradient(xl, partials, po, c, dgamma, dgo, dbeta, dbo, n);
        }
    }

    /** {@code dx = γ · inverse · (dy - dβ/m - x̂ · dγ/m)} with {@code m} values per channel. */
    public static void gradient(
            Layout dyl,
            float[] dy,
            int dyo,
            Layout xl,
            float[] x,
            int xo,
            float[] mean,
            float[] inverse,
            float[] gamma,
            int go,
            float[] dgamma,
            int dgo,
            float[] dbeta,
            int dbo,
            Layout dxl,
            float[] dx,
            int dxo,
            int n,
            Worker w) {
        BatchNormGradient.coefficients(xl, inverse, gamma, go, dgamma, dgo, dbeta, dbo, n, w);
        BatchNormGradient.rows(dyl, dy, dyo, xl, x, xo, mean, dxl, dx, dxo, n, w);
    }

    /** The same where ReLU was fused. */
    public static void gradientRelu(
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
            float[] inverse,
            float[] gamma,
            int go,
            float[] dgamma,
            int dgo,
            float[] dbeta,
            int dbo,
            Layout dxl,
            float[] dx,
            int dxo,
            int n,
            Worker w) {
        BatchNormGradient.coefficients(xl, inverse, gamma, go, dgamma, dgo, dbeta, dbo, n, w);
        BatchNormGradient.rowsRelu(dyl, dy, dyo, yl, y, yo, xl, x, xo, mean, dxl, dx, dxo, n, w);
    }

    /** The same where a residual was added before the ReLU; its gradient is {@code dr = dy} where {@code y > 0}. */
    public static void gradientAddRelu(
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
            float[] inverse,
            float[] gamma,
            int go,
            float[] dgamma,
            int dgo,
            float[] dbeta,
            int dbo,
            Layout dxl,
            float[] dx,
            int dxo,
            Layout drl,
            float[] dr,
            int dro,
            int n,
            Worker w) {
        BatchNormGradient.coefficients(xl, inverse, gamma, go, dgamma, dgo, dbeta, dbo, n, w);
        BatchNormGradient.rowsAddRelu(dyl, dy, dyo, yl, y, yo, xl, x, xo, mean, dxl, dx, dxo, drl, dr, dro, n, w);
    }
}
