package castnet.tools.onnx.format;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A constant, row-major. Its arrays are shared, not copied: nobody changes them.
 *
 * @param dimensions sizes; none for a single number
 * @param floats values, or null where the tensor holds whole numbers
 * @param integers values, or null where the tensor holds floats
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose: weights are large
public record OnnxTensor(List<Long> dimensions, float @Nullable [] floats, long @Nullable [] integers) {
    public OnnxTensor {
        dimensions = List.copyOf(dimensions);
    }

    public static OnnxTensor of(List<Long> dimensions, float... values) {
        return new OnnxTensor(dimensions, values, null);
    }

    public static OnnxTensor of(List<Long> dimensions, long... values) {
        return new OnnxTensor(dimensions, null, values);
    }

    /** The same values under other sizes. */
    public OnnxTensor reshaped(List<Long> sizes) {
        return new OnnxTensor(sizes, floats, integers);
    }

    /** The values of a tensor of floats. */
    public float[] requireFloats(String who) throws OnnxException {
        if (floats == null) {
            throw new OnnxException(who + ": floats are expected, found whole numbers");
        }
        return floats;
    }

    /** The values of a tensor of whole numbers. */
    public List<Long> requireIntegers(String who) throws OnnxException {
        if (integers == null) {
            throw new OnnxException(who + ": whole numbers are expected, found floats");
        }
        return Arrays.stream(integers).boxed().toList();
    }

    /** Number of values. */
    public int size() {
        return floats != null ? floats.length : integers == null ? 0 : integers.length;
    }
}
