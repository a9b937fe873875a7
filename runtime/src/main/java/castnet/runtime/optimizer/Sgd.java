package castnet.runtime.optimizer;

import java.util.List;

/**
 * Stochastic gradient descent as {@code torch.optim.SGD} without dampening: {@code g += decay·p}, {@code v = momentum·v + g},
 * {@code p -= rate·v}, or with Nesterov {@code p -= rate·(g + momentum·v)}.
 *
 * @param momentum 0 for none
 * @param nesterov whether to look ahead; needs a momentum
 * @param weightDecay added to the gradient of parameters that decay
 */
public record Sgd(double momentum, boolean nesterov, double weightDecay) implements Optimizer {

    public Sgd {
        Settings.requireFraction("momentum", momentum);
        Settings.requireNonNegative("weightDecay", weightDecay);
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("Nesterov needs a momentum above 0");
        }
    }

    /** Momentum without Nesterov. */
    public Sgd(double momentum, double weightDecay) {
        this(momentum, false, weightDecay);
    }

    @Override
    public List<String> memory() {
        return momentum == 0 ? List.of() : List.of("momentum");
    }

    @Override
    public String describe() {
        return "sgd(momentum=%s, nesterov=%s, weightDecay=%s)".formatted(momentum, nesterov, weightDecay);
    }

    @Override
    public void update(Span span) {
        float decay = span.decays ? (float) weightDecay : 0f;
        if (momentum == 0) {
            plain(span, decay);
        } else if (nesterov) {
            nesterov(span, decay);
        } else {
            heavyBall(span, decay);
        }
    }

    private static void plain(Span span, float decay) {
        float[] p = span.parameters;
        float[] g = span.gradients;
        float rate = (float) span.rate;
        for (int i = span.from; i < span.to; i++) {
            p[i] -= rate * (g[i] + decay * p[i]);
        }
    }

    private void heavyBall(Span span, float decay) {
        float[] p = span.parameters;
        float[] g = span.gradients;
        float[] v = span.memory[0];
        float m = (float) momentum;
        float rate = (float) span.rate;
        for (int i = span.from; i < span.to; i++) {
            float velocity = m * v[i] + (g[i] + decay * p[i]);
            v[i] = velocity;
            p[i] -= rate * velocity;
        }
    }

    private void nesterov(Span span, float decay) {
        float[] p = span.parameters;
        float[] g = span.gradients;
        float[] v = span.memory[0];
        float m = (float) momentum;
        float rate = (float) span.rate;
        for (int i = span.from; i < span.to; i++) {
            float gradient = g[i] + decay * p[i];
            float velocity = m * v[i] + gradient;
            v[i] = velocity;
            p[i] -= rate * (gradient + m * velocity);
        }
    }
}
