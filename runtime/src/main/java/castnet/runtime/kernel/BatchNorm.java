package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;

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
        rows(Epilogue.BIAS, xl, x, xo, noMean(xl), scale, 0, shift, xl, x, xo, yl, y, yo, n, w);
    }

    /** {@code y = max(0, x * scale + shift)}. */
    public static void affineRelu(
            Layout xl, float[] x, int xo, float[] scale, float[] shift, Layout yl, float[] y, int yo, int n, Worker w) {
        rows(Epilogue.BIAS_RELU, xl, x, xo, noMean(xl), scale, 0, shift, xl, x, xo, yl, y, yo, n, w);
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
        rows(Epilogue.BIAS_ADD, xl, x, xo, noMean(xl), scale, 0, shift, rl, r, ro, yl, y, yo, n, w);
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
        rows(Epilogue.BIAS_ADD_RELU, xl, x, xo, noMean(xl), scale, 0, shift, rl, r, ro, yl, y, yo, n, w);
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
        int channels = xl.channels();
        int stride = Layout.roundUp(channels);
        double perImage = xl.pixels();
        double count = perImage * n;
        for (int c = w.from(channels); c < w.to(channels); c++) {
            double sum = 0;
            for (int image = 0; image < n; image++) {
                int at = po + image * 4 * stride + c;
                sum += perImage * partials[at] + partials[at + stride];
            }
            double mu = sum / count;
            double squares = 0;
            for (int image = 0; image < n; image++) {
                int at = po + image * 4 * stride + c;
                double distance = partials[at] - mu;
                squares += partials[at + 2 * stride]
                        + 2 * distance * partials[at + stride]
                        + perImage * distance * distance;
            }
            double variance = Math.max(0, squares / count);
            mean[c] = (float) mu;
            inverse[c] = (float) (1 / Math.sqrt(variance + epsilon));
            double unbiased = count > 1 ? variance * count / (count - 1) : 0;
            runningMean[rmo + c] += (float) (momentum * (mu - runningMean[rmo + c]));
            runningVariance[rvo + c] += (float) (momentum * (unbiased - runningVariance[rvo + c]));
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
        coefficients(xl, inverse, gamma, go, beta, bo, w);
        normalized(Epilogue.BIAS, xl, x, xo, mean, xl, x, xo, yl, y, yo, n, w);
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
        coefficients(xl, inverse, gamma, go, beta, bo, w);
        normalized(Epilogue.BIAS_RELU, xl, x, xo, mean, xl, x, xo, yl, y, yo, n, w);
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
        coefficients(xl, inverse, gamma, go, beta, bo, w);
        normalized(Epilogue.BIAS_ADD, xl, x, xo, mean, rl, r, ro, yl, y, yo, n, w);
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
        coefficients(xl, inverse, gamma, go, beta, bo, w);
        normalized(Epilogue.BIAS_ADD_RELU, xl, x, xo, mean, rl, r, ro, yl, y, yo, n, w);
    }

    /** Scratch: {@code γ · inverse}, then β, padded with zeros. */
    private static void coefficients(Layout l, float[] inverse, float[] gamma, int go, float[] beta, int bo, Worker w) {
        float[] scratch = w.scratch();
        Patches.checkScratch(w, scratchFloats(l), "BatchNorm");
        int padded = Layout.roundUp(l.channels());
        Arrays.fill(scratch, 0, 2 * padded, 0f);
        for (int c = 0; c < l.channels(); c++) {
            scratch[c] = gamma[go + c] * inverse[c];
            scratch[padded + c] = beta[bo + c];
        }
    }

    private static void normalized(
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

    private static void rows(
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
                    case BIAS -> AffineRows.plain(x, xi + c, xs, mean, c, scale, c, shift, b, y, yi + c, ys, width);
                    case BIAS_RELU -> AffineRows.relu(x, xi + c, xs, mean, c, scale, c, shift, b, y, yi + c, ys, width);
                    case BIAS_ADD ->
                        AffineRows.add(x, xi + c, xs, mean, c, scale, c, shift, b, r, ri + c, rs, y, yi + c, ys, width);
                    case BIAS_ADD_RELU ->
                        AffineRows.addRelu(
                                x, xi + c, xs, mean, c, scale, c, shift, b, r, ri + c, rs, y, yi + c, ys, width);
                }
            }
        }
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
            Layout xl, float[] partials, int po, float[] gamma, int go, float[] beta, int bo, int n, Worker w) {
        int stride = Layout.roundUp(xl.channels());
        for (int c = w.from(xl.channels()); c < w.to(xl.channels()); c++) {
            double sum = 0;
            double product = 0;
            for (int image = 0; image < n; image++) {
                sum += partials[po + image * 4 * stride + c];
                product += partials[po + image * 4 * stride + stride + c];
            }
            beta[bo + c] = (float) sum;
            gamma[go + c] = (float) product;
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
