package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;

/**
 * Activation functions and their derivatives, PyTorch's definitions, element by element. An output may be any of the inputs.
 * Work is split over rows. Padding channels get f of what was there, which is finite: layouts are padded on both sides. GELU, ELU
 * and SOFTPLUS are computed in double and rounded once.
 */
public final class Activations {
    /** max(x, 0). */
    public static final int RELU = 0;

    /** min(max(x, 0), 6). */
    public static final int RELU6 = 1;

    /** x, or alpha·x below 0. */
    public static final int LEAKY_RELU = 2;

    /** 1/(1 + e⁻ˣ). */
    public static final int SIGMOID = 3;

    /** tanh x. */
    public static final int TANH = 4;

    /** x · sigmoid x. */
    public static final int SILU = 5;

    /** x · Φ(x). */
    public static final int GELU = 6;

    /** min(max(x + 3, 0), 6)/6. */
    public static final int HARD_SIGMOID = 7;

    /** x · hardSigmoid x. */
    public static final int HARD_SWISH = 8;

    /** x, or alpha·(eˣ − 1) below 0. */
    public static final int ELU = 9;

    /** ln(1 + eˣ). */
    public static final int SOFTPLUS = 10;

    /** alpha·x. */
    public static final int SCALE = 11;

    /** From here on SOFTPLUS is x, as in PyTorch. */
    private static final double SOFTPLUS_LINEAR = 20;

    private Activations() {}

    /** {@code y = f(x)}. */
    public static void forward(
            int function, float alpha, Layout xl, float[] x, int xo, Layout yl, float[] y, int yo, int n, Worker w) {
        boolean wholeRows = xl.channelStride() == yl.channelStride();
        int runs = wholeRows ? 1 : yl.width();
        int count = (wholeRows ? yl.width() : 1) * Layout.roundUp(yl.channels());
        for (int i = w.from(n * yl.height()); i < w.to(n * yl.height()); i++) {
            int xi = row(xl, xo, i);
            int yi = row(yl, yo, i);
            for (int run = 0; run < runs; run++, xi += xl.channelStride(), yi += yl.channelStride()) {
                forward(function, alpha, x, xi, y, yi, count);
            }
        }
    }

    private static void forward(int function, float alpha, float[] x, int xi, float[] y, int yi, int count) {
        switch (function) {
            case RELU -> ActivationRuns.relu(x, xi, y, yi, count);
            case RELU6 -> ActivationRuns.relu6(x, xi, y, yi, count);
            case LEAKY_RELU -> ActivationRuns.leakyRelu(alpha, x, xi, y, yi, count);
            case HARD_SIGMOID -> ActivationRuns.hardSigmoid(x, xi, y, yi, count);
            case HARD_SWISH -> ActivationRuns.hardSwish(x, xi, y, yi, count);
            case SIGMOID -> SigmoidRuns.sigmoid(x, xi, y, yi, count);
            case SILU -> SigmoidRuns.silu(x, xi, y, yi, count);
            case TANH -> TanhRuns.tanh(x, xi, y, yi, count);
            case SCALE -> ActivationRuns.scale(alpha, x, xi, y, yi, count);
            default -> {
                for (int c = 0; c < count; c++) {
                    y[yi + c] = (float) value(function, alpha, x[xi + c]);
                }
            }
        }
    }

    private static double value(int function, double alpha, double x) {
        return switch (function) {
            case GELU -> x * Normal.distribution(x);
            case ELU -> x < 0 ? alpha * Math.expm1(x) : x;
            case SOFTPLUS -> x > SOFTPLUS_LINEAR ? x : Math.log1p(Math.exp(x));
            default -> throw unknown(function);
        };
    }

    private static IllegalArgumentException unknown(int function) {
        return new IllegalArgumentException("there is no activation function " + function);
    }

    /**
     * {@code dx = dy · f′}. The derivative of RELU, RELU6, SIGMOID, TANH, and for alpha ≥ 0 LEAKY_RELU and ELU, is taken from
     * {@code y}, of all others from {@code x}; the other array is not read.
     */
    public static void gradient(
            int function,
            float alpha,
            Layout dyl,
            float[] dy,
            int dyo,
            Layout xl,
            float[] x,
            int xo,
            Layout yl,
            float[] y,
            int yo,
            Layout dxl,
            float[] dx,
            int dxo,
            int n,
            Worker w) {
        boolean byOutput = isTakenFromOutput(function, alpha);
        Layout vl = byOutput ? yl : xl;
        float[] values = byOutput ? y : x;
        int vo = byOutput ? yo : xo;
        boolean wholeRows = dyl.channelStride() == dxl.channelStride() && vl.channelStride() == dxl.channelStride();
        int runs = wholeRows ? 1 : dxl.width();
        int count = (wholeRows ? dxl.width() : 1) * Layout.roundUp(dxl.channels());
        for (int i = w.from(n * dxl.height()); i < w.to(n * dxl.height()); i++) {
            int di = row(dyl, dyo, i);
            int vi = row(vl, vo, i);
            int gi = row(dxl, dxo, i);
            for (int run = 0; run < runs; run++) {
                gradient(function, alpha, dy, di, values, vi, dx, gi, count);
                di += dyl.channelStride();
                vi += vl.channelStride();
                gi += dxl.channelStride();
            }
        }
    }

    private static boolean isTakenFromOutput(int function, float alpha) {
        return switch (function) {
            case RELU, RELU6, SIGMOID, TANH -> true;
            case LEAKY_RELU, ELU -> alpha >= 0;
            default -> false;
        };
    }

    private static void gradient(
            int function, float alpha, float[] dy, int di, float[] v, int vi, float[] dx, int gi, int count) {
        switch (function) {
            case RELU -> ActivationGradientRuns.relu(dy, di, v, vi, dx, gi, count);
            case RELU6 -> ActivationGradientRuns.relu6(dy, di, v, vi, dx, gi, count);
            case LEAKY_RELU -> ActivationGradientRuns.leakyRelu(alpha, dy, di, v, vi, dx, gi, count);
            case SIGMOID -> ActivationGradientRuns.sigmoid(dy, di, v, vi, dx, gi, count);
            case TANH -> ActivationGradientRuns.tanh(dy, di, v, vi, dx, gi, count);
            case HARD_SIGMOID -> ActivationGradientRuns.hardSigmoid(dy, di, v, vi, dx, gi, count);
            case HARD_SWISH -> ActivationGradientRuns.hardSwish(dy, di, v, vi, dx, gi, count);
            case SCALE -> ActivationRuns.scale(alpha, dy, di, dx, gi, count);
            case SILU -> SigmoidRuns.siluGradient(dy, di, v, vi, dx, gi, count);
            default -> {
                for (int c = 0; c < count; c++) {
                    dx[gi + c] = (float) (dy[di + c] * slope(function, alpha, v[vi + c]));
                }
            }
        }
    }

    /** f′ as a function of y or x, see {@link #gradient}. */
    private static double slope(int function, double alpha, double v) {
        return switch (function) {
            case ELU -> elu(alpha, v);
            case GELU -> Normal.distribution(v) + v * Normal.density(v);
            case SOFTPLUS -> v > SOFTPLUS_LINEAR ? 1 : 1 / (1 + Math.exp(-v));
            default -> throw unknown(function);
        };
    }

    // For alpha ≥ 0 of y = alpha (eˣ − 1): y + alpha; else of x.
    private static double elu(double alpha, double v) {
        if (v > 0) {
            return 1;
        }
        return alpha >= 0 ? v + alpha : alpha * Math.exp(v);
    }

    private static int row(Layout l, int base, int i) {
        return base + i / l.height() * l.imageStride() + l.offset(i % l.height(), 0);
    }
}
