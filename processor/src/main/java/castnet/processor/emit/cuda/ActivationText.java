package castnet.processor.emit.cuda;

import castnet.processor.graph.Activation;

/** Activation functions of {@code v} as expressions of CUDA C; a NaN stays. */
final class ActivationText {
    private static final String SIGMOID = "1.0f / (1.0f + expf(-v))";
    private static final String HARD = "(v < -3.0f ? 0.0f : v > 3.0f ? 1.0f : (v + 3.0f) / 6.0f)";

    private ActivationText() {}

    static String of(Activation f) {
        String alpha = (float) f.alpha() + "f";
        return switch (f.kind()) {
            case RELU -> "relu(v)";
            case RELU6 -> "v < 0.0f ? 0.0f : v > 6.0f ? 6.0f : v";
            case LEAKY_RELU -> "v < 0.0f ? v * " + alpha + " : v";
            case SIGMOID -> SIGMOID;
            case TANH -> "tanhf(v)";
            case SILU -> "v * (" + SIGMOID + ")";
            // Φ by erfc, which keeps its digits where Φ is small.
            case GELU -> "0.5f * v * erfcf(v * -0.70710678f)";
            case HARD_SIGMOID -> HARD;
            case HARD_SWISH -> "v * " + HARD;
            case ELU -> "v < 0.0f ? " + alpha + " * expm1f(v) : v";
            // From 20 on it is v, as in PyTorch.
            case SOFTPLUS -> "v > 20.0f ? v : log1pf(expf(v))";
            case SCALE -> "v * " + alpha;
        };
    }

    /** The derivative, of {@code v} as {@link Activation#gradientFromOutput} says. */
    static String slope(Activation f) {
        String alpha = (float) f.alpha() + "f";
        return switch (f.kind()) {
            case RELU -> "v > 0.0f ? 1.0f : 0.0f";
            case RELU6 -> "v > 0.0f && v < 6.0f ? 1.0f : 0.0f";
            case LEAKY_RELU -> "v > 0.0f ? 1.0f : " + alpha;
            case SIGMOID -> "v * (1.0f - v)";
            case TANH -> "1.0f - v * v";
            case SILU -> "(1.0f + v / (1.0f + expf(v))) / (1.0f + expf(-v))";
            // Φ + v · φ.
            case GELU -> "0.5f * erfcf(v * -0.70710678f) + v * 0.39894228f * expf(-0.5f * v * v)";
            case HARD_SIGMOID -> "v > -3.0f && v < 3.0f ? 1.0f / 6.0f : 0.0f";
            case HARD_SWISH -> "v <= -3.0f ? 0.0f : v >= 3.0f ? 1.0f : (2.0f * v + 3.0f) / 6.0f";
            case ELU -> "v > 0.0f ? 1.0f : " + (f.gradientFromOutput() ? "v + " + alpha : alpha + " * expf(v)");
            case SOFTPLUS -> "1.0f / (1.0f + expf(-v))";
            case SCALE -> alpha;
        };
    }
}
