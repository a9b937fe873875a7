package castnet.processor.reference;

import castnet.processor.graph.Activation;

/** Activation functions and their derivatives in double, with PyTorch's definitions. */
final class ReferenceActivations {
    private ReferenceActivations() {}

    static double value(Activation f, double x) {
        return switch (f.kind()) {
            case RELU -> Math.max(x, 0);
            case RELU6 -> Math.clamp(x, 0.0, 6.0);
            case LEAKY_RELU -> x >= 0 ? x : f.alpha() * x;
            case SIGMOID -> sigmoid(x);
            case TANH -> Math.tanh(x);
            case SILU -> x * sigmoid(x);
            case GELU -> x * normalDistribution(x);
            case HARD_SIGMOID -> Math.clamp(x + 3, 0.0, 6.0) / 6;
            case HARD_SWISH -> x * Math.clamp(x + 3, 0.0, 6.0) / 6;
            case ELU -> x >= 0 ? x : f.alpha() * Math.expm1(x);
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case SCALE -> f.alpha() * x;
        };
    }

    /** {@code kept} is the function's value where {@link Activation#gradientFromOutput}, else its argument. */
    static double[] gradient(Activation f, double[] dy, double[] kept) {
        double[] dx = new double[dy.length];
        for (int i = 0; i < dy.length; i++) {
            dx[i] = dy[i] * (f.gradientFromOutput() ? ofOutput(f, kept[i]) : ofInput(f, kept[i]));
        }
        return dx;
    }

    private static double ofOutput(Activation f, double y) {
        return switch (f.kind()) {
            case RELU -> y > 0 ? 1 : 0;
            case RELU6 -> y > 0 && y < 6 ? 1 : 0;
            case LEAKY_RELU -> y > 0 ? 1 : f.alpha();
            case SIGMOID -> y * (1 - y);
            case TANH -> 1 - y * y;
            case SCALE -> f.alpha();
            case ELU -> y > 0 ? 1 : y + f.alpha();
            default -> throw new IllegalArgumentException(f.toString());
        };
    }

    private static double ofInput(Activation f, double x) {
        double s = sigmoid(x);
        return switch (f.kind()) {
            case SILU -> s * (1 + x * (1 - s));
            case GELU -> normalDistribution(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
            case HARD_SIGMOID -> x > -3 && x < 3 ? 1 / 6.0 : 0;
            case HARD_SWISH -> x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6;
            case SOFTPLUS -> s;
            case LEAKY_RELU -> x > 0 ? 1 : f.alpha();
            case ELU -> x > 0 ? 1 : f.alpha() * Math.exp(x);
            default -> throw new IllegalArgumentException(f.toString());
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Φ by the series of positive terms x + x³/3 + x⁵/15 + …, times the density. */
    private static double normalDistribution(double x) {
        if (Math.abs(x) > 8) {
            return x > 0 ? 1 : 0;
        }
        double term = x;
        double sum = x;
        for (int k = 3; Math.abs(term) > 1e-18 * Math.abs(sum) && k < 1000; k += 2) {
            term *= x * x / k;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
