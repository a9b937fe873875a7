package castnet.tools.weights;

import castnet.runtime.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arrays of a file by {@code layer/array}. */
final class KerasArrays {
    private static final String VARIANCE = "/moving_variance";

    private final Map<String, Array> arrays = new LinkedHashMap<>();

    private record Array(List<Integer> shape, float[] values) {}

    void put(String name, List<Integer> shape, float[] values) {
        arrays.put(name, new Array(shape, values));
    }

    /** All of them; what a batch norm lacks of scale and centre is one and zero, as it computes. */
    Weights weights() {
        Weights.Builder builder = Weights.builder();
        arrays.forEach((name, array) -> {
            builder.put(name, array.shape(), array.values());
            if (name.endsWith(VARIANCE)) {
                String layer = name.substring(0, name.length() - VARIANCE.length());
                complete(builder, layer + "/gamma", array, 1);
                complete(builder, layer + "/beta", array, 0);
            }
        });
        return builder.build();
    }

    private void complete(Weights.Builder builder, String name, Array statistics, float value) {
        if (!arrays.containsKey(name)) {
            float[] values = new float[statistics.values().length];
            Arrays.fill(values, value);
            builder.put(name, statistics.shape(), values);
        }
    }
}
