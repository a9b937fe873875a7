package castnet.tools.onnx;

import castnet.runtime.NetworkFactory;
import castnet.runtime.weights.ParameterSpec;
import castnet.runtime.weights.Role;
import castnet.runtime.weights.Weights;
import java.util.Random;

/** Weights and images that leave nothing at its neutral value: statistics, scales and shifts differ by channel. */
public final class RandomWeights {
    private RandomWeights() {}

    /** Weights of a network. */
    public static Weights of(NetworkFactory network, long seed) {
        Weights initial = Weights.initialize(network.info().parameters(), seed);
        Random random = new Random(seed);
        Weights.Builder all = Weights.builder();
        for (ParameterSpec parameter : network.info().parameters()) {
            float[] values = initial.values(parameter.key());
            if (parameter.shape().size() == 1) {
                boolean positive = parameter.role() == Role.RUNNING_VARIANCE || parameter.role() == Role.GAMMA;
                for (int i = 0; i < values.length; i++) {
                    values[i] = positive ? 0.5f + random.nextFloat() : 0.4f * random.nextFloat() - 0.2f;
                }
            }
            all.put(parameter.key(), parameter.shape(), values);
        }
        return all.build();
    }

    /** An image of values between −1 and 1. */
    public static float[] image(int size, long seed) {
        Random random = new Random(seed);
        float[] image = new float[size];
        for (int i = 0; i < size; i++) {
            image[i] = 2 * random.nextFloat() - 1;
        }
        return image;
    }
}
