package castnet.runtime;

import castnet.runtime.memory.Program;
import castnet.runtime.thread.Worker;
import castnet.runtime.training.Step;
import castnet.runtime.training.TrainingProgram;

/**
 * Forward and backward of {@link TinyNetwork}: dropout of a part of the input by seed and step, softmax cross-entropy with
 * label smoothing, and a running mean of each channel.
 */
final class TinyTraining extends TrainingProgram {
    private static final int CLASSES = TinyNetwork.CLASSES;
    private static final int INPUTS = TinyNetwork.INPUTS;
    private static final int IN = 0;
    private static final int OUT = TinyNetwork.INPUT.imageStride();
    private static final int DOUT = OUT + 16;
    private static final float[] NO_MEAN = new float[2];

    private final long breakingStep;
    private float[] packed = {};

    TinyTraining() {
        this(-1);
    }

    /** One whose gradient is infinite in that step. */
    TinyTraining(long breakingStep) {
        super(new Program(TinyNetwork.INPUT, IN, TinyNetwork.OUTPUT, OUT, DOUT + 16, 0));
        this.breakingStep = breakingStep;
    }

    @Override
    protected void pack(float[] parameters, Worker w) {
        if (w.part() == 0) {
            packed = parameters.clone();
        }
    }

    @Override
    protected void forward(Step s, Worker w) {
        for (int image = w.from(s.n()); image < w.to(s.n()); image++) {
            int in = IN * s.n() + image * OUT;
            TinyNetwork.requireZeroHalo(s.a(), in);
            for (int i = 0; i < INPUTS; i++) {
                boolean dropped =
                        Long.hashCode((s.seed() * 31 + s.step()) * 1_000_003 + image * 101L + i * 7L) % 11 == 3;
                s.a()[in + TinyNetwork.index(i)] *= dropped ? 0 : 1;
            }
            for (int o = 0; o < CLASSES; o++) {
                s.a()[OUT * s.n() + image * 16 + o] =
                        packed[CLASSES * INPUTS + o] + TinyNetwork.dot(packed, o * INPUTS, s.a(), in, NO_MEAN);
            }
            loss(s, image);
        }
        w.await();
        for (int channel = w.from(2); channel < w.to(2); channel++) {
            float sum = 0;
            for (int image = 0; image < s.n(); image++) {
                for (int i = 0; i < 12; i++) {
                    sum += s.a()[image * OUT + TinyNetwork.index(channel * 12 + i)];
                }
            }
            s.buffers()[channel] = 0.9f * s.buffers()[channel] + 0.1f * sum / (12 * s.n());
        }
    }

    private static void loss(Step s, int image) {
        int logits = OUT * s.n() + image * 16;
        int gradients = DOUT * s.n() + image * 16;
        double sum = 0;
        for (int o = 0; o < CLASSES; o++) {
            sum += Math.exp(s.a()[logits + o]);
        }
        double loss = 0;
        for (int o = 0; o < CLASSES; o++) {
            double target = s.labelSmoothing() / CLASSES + (o == s.labels()[image] ? 1 - s.labelSmoothing() : 0);
            double probability = Math.exp(s.a()[logits + o]) / sum;
            loss -= target * Math.log(probability);
            s.a()[gradients + o] = (float) ((probability - target) / s.n());
        }
        s.losses()[image] = loss;
    }

    @Override
    protected void backward(Step s, Worker w) {
        int dout = DOUT * s.n();
        for (int o = w.from(CLASSES); o < w.to(CLASSES); o++) {
            float biasGradient = 0;
            for (int image = 0; image < s.n(); image++) {
                biasGradient += s.a()[dout + image * 16 + o];
            }
            s.gradients()[CLASSES * INPUTS + o] = biasGradient;
            for (int i = 0; i < INPUTS; i++) {
                float gradient = 0;
                for (int image = 0; image < s.n(); image++) {
                    gradient += s.a()[dout + image * 16 + o] * s.a()[image * OUT + TinyNetwork.index(i)];
                }
                boolean breaks = s.step() == breakingStep && o == 2 && i == 5;
                s.gradients()[o * INPUTS + i] = breaks ? Float.POSITIVE_INFINITY : gradient;
            }
        }
    }
}
