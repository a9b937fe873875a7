package castnet.runtime.weights;

import java.util.List;

/** Access to arrays with one value per channel. */
final class ChannelArrays {
    private ChannelArrays() {}

    static float[] of(Weights weights, String key, int channels) {
        if (!weights.shape(key).equals(List.of(channels))) {
            throw new WeightsException("%s: expected [%d], found %s".formatted(key, channels, weights.shape(key)));
        }
        return weights.raw(key);
    }

    static void copy(Weights weights, String key, int channels, float[] target) {
        System.arraycopy(of(weights, key, channels), 0, target, 0, channels);
    }
}
