package castnet.runtime.optimizer;

import java.util.List;

/**
 * Adam with decoupled weight decay as {@code torch.optim.AdamW} (Loshchilov and Hutter 2019):
 * {@code p -= rate·decay·p}, {@code m += (1-β1)(g-m)}, {@code v = β2·v + (1-β2)g²},
 * {@code p -= rate/(1-β1ᵗ) · m / (√v/√(1-β2ᵗ) + ε)}.
 *
 * @param beta1 how much of the mean is kept
 * @param beta2 how much of the mean square is kept
 * @param epsilon keeps the divisor from 0
 * @param weightDecay relative shrinkage per unit of learning rate, of parameters that decay
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {

    public AdamW {
        Settings.requireFraction("beta1", beta1);
        Settings.requireFraction("beta2", beta2);
        Settings.requireNonNegative("epsilon", epsilon);
        Settings.requireNonNegative("weightDecay", weightDecay);
    }

    /** PyTorch's betas 0.9 and 0.999, epsilon 1e-8. */
    public AdamW(double weightDecay) {
        this(0.9, 0.999, 1e-8, weightDecay);
    }

    @Override
    public List<String> memory() {
        return List.of("mean", "meanSquare");
    }

    @Override
    public String describe() {
        return "adamw(beta1=%s, beta2=%s, epsilon=%s, weightDecay=%s)".formatted(beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public void update(Span span) {
        float[] p = span.parameters;
        float[] g = span.gradients;
        float[] mean = span.memory[0];
        float[] square = span.memory[1];
        float keep = span.decays ? (float) (1 - span.rate * weightDecay) : 1f;
        float newMean = (float) (1 - beta1);
        float oldSquare = (float) beta2;
        float newSquare = (float) (1 - beta2);
        float divisor = (float) Math.sqrt(1 - power(beta2, span.number));
        float rate = (float) (span.rate / (1 - power(beta1, span.number)));
        float eps = (float) epsilon;
        for (int i = span.from; i < span.to; i++) {
            float m = mean[i] + newMean * (g[i] - mean[i]);
            float v = oldSquare * square[i] + newSquare * g[i] * g[i];
            mean[i] = m;
            square[i] = v;
            p[i] = keep * p[i] - rate * m / ((float) Math.sqrt(v) / divisor + eps);
        }
    }

    /** By repeated squaring: the same bits everywhere, and unlike {@link StrictMath#pow} without an allocation. */
    private static double power(double base, long exponent) {
        double result = 1;
        double square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            result = (rest & 1) == 1 ? result * square : result;
            square *= square;
        }
        return result;
    }
}
