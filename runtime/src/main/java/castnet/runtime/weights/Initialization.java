package castnet.runtime.weights;

import java.util.Arrays;

/**
 * Initial values. Every array has a random stream of its own, seeded by its key, so that a layer more or less changes no
 * other layer. SplitMix64 (Steele, Lea, Flood 2014) and {@link StrictMath} give the same bits on every machine.
 */
final class Initialization {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private Initialization(long state) {
        this.state = state;
    }

    static float[] values(ParameterSpec spec, long seed) {
        Initialization random = new Initialization(mix(seed + GOLDEN_GAMMA) ^ mix(hash(spec.key())));
        float[] values = new float[spec.elements()];
        switch (spec.init()) {
            case HE_FAN_OUT -> random.fillNormal(values, StrictMath.sqrt(2.0 / fanOut(spec)));
            case HE_FAN_IN -> random.fillNormal(values, StrictMath.sqrt(2.0 / fanIn(spec)));
            case XAVIER -> random.fillUniform(values, StrictMath.sqrt(6.0 / ((double) fanIn(spec) + fanOut(spec))));
            case TORCH_LINEAR -> random.fillUniform(values, 1 / StrictMath.sqrt(fanIn(spec)));
            case ZEROS -> Arrays.fill(values, 0f);
            case ONES -> Arrays.fill(values, 1f);
        }
        return values;
    }

    private static int fanIn(ParameterSpec spec) {
        return spec.fanIn() > 0 ? spec.fanIn() : spec.elements() / spec.shape().getFirst();
    }

    private static int fanOut(ParameterSpec spec) {
        return spec.shape().size() < 2
                ? spec.elements()
                : spec.elements() / spec.shape().get(1);
    }

    private void fillUniform(float[] values, double bound) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * nextDouble() - 1) * bound);
        }
    }

    /** Box and Muller (1958), both values of each pair. */
    private void fillNormal(float[] values, double deviation) {
        for (int i = 0; i < values.length; i += 2) {
            double radius = deviation * StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
            double angle = 2 * Math.PI * nextDouble();
            values[i] = (float) (radius * StrictMath.cos(angle));
            if (i + 1 < values.length) {
                values[i + 1] = (float) (radius * StrictMath.sin(angle));
            }
        }
    }

    /** Uniform in [0, 1), 53 bits. */
    private double nextDouble() {
        state += GOLDEN_GAMMA;
        return (mix(state) >>> 11) * 0x1p-53;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** FNV-1a, 64 bits, over the characters. */
    private static long hash(String key) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }
}
