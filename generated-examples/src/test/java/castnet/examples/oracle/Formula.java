package castnet.examples.oracle;

import castnet.runtime.NetworkInfo;
import castnet.runtime.weights.Convention;
import castnet.runtime.weights.Conventions;
import castnet.runtime.weights.ParameterSpec;
import castnet.runtime.weights.Weights;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Weights and inputs by a closed formula, so that a published implementation can be compared without a weight file: the
 * one of {@code gen_oracle.py} beside the reference outputs (SplitMix64 over the FNV-1a hash of name and seed).
 */
final class Formula {
    private Formula() {}

    /** {@code count} numbers in [0, 1) for a name. */
    static double[] uniform(String name, long seed, int count) {
        long start = fnv1a(name + "#" + seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            long z = start + (i + 1) * 0x9E3779B97F4A7C15L;
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            z ^= z >>> 31;
            values[i] = (z >>> 40) * 0x1p-24;
        }
        return values;
    }

    /** What a parameter is called under a convention, or here if that has no name. */
    static String key(ParameterSpec parameter, String convention) {
        return convention.isEmpty()
                ? parameter.key()
                : Conventions.find(convention).key(parameter);
    }

    /** All weights of a network, by the names and in the order of axes of another framework, then brought under the network's. */
    static Weights weights(NetworkInfo info, Convention convention, long seed) {
        Weights.Builder builder = Weights.builder();
        for (ParameterSpec parameter : info.parameters()) {
            builder.put(
                    convention.key(parameter),
                    convention.shape(parameter),
                    values(convention.key(parameter), parameter, seed));
        }
        return builder.build().fitting(info.name(), info.parameters());
    }

    /** All weights of a network. */
    static Weights weights(List<ParameterSpec> parameters, long seed) {
        Weights.Builder builder = Weights.builder();
        for (ParameterSpec parameter : parameters) {
            builder.put(parameter.key(), parameter.shape(), values(parameter.key(), parameter, seed));
        }
        return builder.build();
    }

    private static float[] values(String name, ParameterSpec parameter, long seed) {
        double[] u = uniform(name, seed, Math.toIntExact(parameter.elements()));
        float[] values = new float[u.length];
        for (int i = 0; i < u.length; i++) {
            values[i] = (float) value(parameter, u[i]);
        }
        return values;
    }

    /** Images NCHW in [−2, 2). */
    static float[] input(int count, long seed) {
        double[] u = uniform("input", seed, count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) ((2 * u[i] - 1) * 2);
        }
        return values;
    }

    private static double value(ParameterSpec parameter, double u) {
        return switch (parameter.role()) {
            case WEIGHT -> {
                long fanIn = parameter.elements() / parameter.shape().getFirst();
                yield (2 * u - 1) * Math.sqrt(6.0 / fanIn);
            }
            case BIAS, BETA, RUNNING_MEAN -> (2 * u - 1) * 0.1;
            case GAMMA -> 0.5 + 0.5 * u;
            case RUNNING_VARIANCE -> 0.5 + u;
        };
    }

    private static long fnv1a(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
