package castnet.runtime.gpu;

import castnet.runtime.weights.Weights;
import java.util.function.Function;

/**
 * One array in device memory, shared by all sessions: the weights of a layer as its kernel reads them, bias behind them, batch
 * norm folded in.
 *
 * @param layer whose weights they are, for messages
 * @param floats length
 * @param values makes the array from a network's weights; a new one at each call
 */
public record GpuWeight(String layer, int floats, Function<Weights, float[]> values) {
    public GpuWeight {
        if (floats < 1) {
            throw new IllegalArgumentException("the weights of %s have %d floats".formatted(layer, floats));
        }
    }

    /**
     * The array.
     *
     * @throws IllegalStateException if its length is not the one that was planned
     * @throws castnet.runtime.weights.WeightsException if {@code weights} lack an array or it has another shape
     */
    public float[] of(Weights weights) {
        float[] array = values.apply(weights);
        if (array.length != floats) {
            throw new IllegalStateException(
                    "the weights of %s: expected %d floats, found %d".formatted(layer, floats, array.length));
        }
        return array;
    }
}
