package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;

/**
 * Activation functions and their derivatives, PyTorch's definitions, element by element. An output may be any of the inputs.
 * Work is split over rows. Smooth functions are computed in double and rounded once.
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

    private Activations() {}

    /** {@code y = f(x)}; padding channels become 0. */
    public static void forward(
            int function, float alpha, Layout xl, float[] x, int xo, Layout yl, float[] y, int yo, int n, Worker w) {
        for (int i = w.from(n * yl.height()); i < w.to(n * yl.height()); i++) {
            int xi = row(xl, xo, i);
            int yi = row(yl, yo, i);
            for (int p = 0; p < yl.width(); p++, xi += xl.channelStride(), yi += yl.channelStride()) {
                forward(function, alpha, x, xi, y, yi, yl.channels());
                Arrays.fill(y, yi + yl.channels(), yi + yl.channelStride(), 0f);
            }
        }
    }

    private static void forward(int function, float alpha, float[] x, int xi, float[] y, int yi, int count) {
        switch (function) {
            case RELU -> {
                for (int c = 0; c < count; c++) {
                    y[yi + c] = Math.max(x[xi + c], 0f);
                }
            }
            case RELU6 -> {
                for (int c = 0; c < count; c++) {
                    y[yi + c] = Math.min(Math.max(x[xi + c], 0f), 6f);
                }
            }
            case LEAKY_RELU -> {
                for (int c = 0; c < count; c++) {
                    float value = x[xi + c];
                    y[yi + c] = value < 0 ? alpha * value : value;
                }
            }
            default -> {
                for (int c = 0; c < count; c++) {
                    y[yi + c] = (float) value(function, alpha, x[xi + c]);
                }
            }
        }
    }

    private static double value(int function, double alpha, double x) {
        return switch (function) {
            case SIGMOID -> sigmoid(x);
            case TANH -> Math.tanh(x);
            case SILU -> x * sigmoid(x);
            case GELU -> x * Normal.distribution(x);
            case HARD_SIGMOID -> Math.min(Math.max(x + 3, 0), 6) / 6;
            case HARD_SWISH -> x * Math.min(Math.max(x + 3, 0), 6) / 6;
            case ELU -> x < 0 ? alpha * Math.expm1(x) : x;
            case SOFTPLUS -> x > 20 ? x : Math.log1p(Math.exp(x));
            default -> throw new IllegalArgumentException("there is no activation function " + function);
        };
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
        for (int i = w.from(n * dxl.height()); i < w.to(n * dxl.height()); i++) {
            int di = row(dyl, dyo, i);
            int vi = row(vl, vo, i);
            int gi = row(dxl, dxo, i);
            for (int p = 0; p < dxl.width(); p++) {
                for (int c = 0; c < dxl.channels(); c++) {
                    dx[gi + c] = (float) (dy[di + c] * slope(function, alpha, values[vi + c]));
                }
                Arrays.fill(dx, gi + dxl.channels(), gi + dxl.channelStride(), 0f);
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

    /** f′ as a function of y or x, see {@link #gradient}. */
    private static double slope(int function, double alpha, double v) {
        return switch (function) {
            case RELU -> v > 0 ? 1 : 0;
            case RELU6 -> v > 0 && v < 6 ? 1 : 0;
            case LEAKY_RELU -> v > 0 ? 1 : alpha;
            case SIGMOID -> v * (1 - v);
            case TANH -> 1 - v * v;
            case ELU -> elu(alpha, v);
            case SILU -> sigmoid(v) * (1 + v * (1 - sigmoid(v)));
            case GELU -> Normal.distribution(v) + v * Normal.density(v);
            case HARD_SIGMOID -> v > -3 && v < 3 ? 1.0 / 6 : 0;
            case HARD_SWISH -> hardSwish(v);
            case SOFTPLUS -> sigmoid(v);
            default -> throw new IllegalArgumentException("there is no activation function " + function);
        };
    }

    // For alpha ≥ 0 of y = alpha (eˣ − 1): y + alpha; else of x.
    private static double elu(double alpha, double v) {
        if (v > 0) {
            return 1;
        }
        return alpha >= 0 ? v + alpha : alpha * Math.exp(v);
    }

    private static double hardSwish(double x) {
        if (x <= -3) {
            return 0;
        }
        return x < 3 ? (2 * x + 3) / 6 : 1;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static int row(Layout l, int base, int i) {
        return base + i / l.height() * l.imageStride() + l.offset(i % l.height(), 0);
    }
}
