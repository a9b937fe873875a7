package castnet.runtime.training;

import castnet.runtime.optimizer.DecayRanges;
import castnet.runtime.weights.ParameterSpec;
import castnet.runtime.weights.Weights;
import java.util.Arrays;
import java.util.List;

/**
 * A network's parameters while they are trained: the trained ones one after the other in a flat array, their gradients in
 * another, and the running statistics in a third, each in the order of the specs.
 */
public final class ParameterArrays {
    private final List<ParameterSpec> specs;
    private final float[] parameters;
    private final float[] gradients;
    private final float[] buffers;

    /** Zeros. */
    public ParameterArrays(List<ParameterSpec> specs) {
        this.specs = List.copyOf(specs);
        this.parameters = new float[length(specs, true)];
        this.gradients = new float[parameters.length];
        this.buffers = new float[length(specs, false)];
    }

    /** Trained parameters; live. */
    public float[] parameters() {
        return parameters;
    }

    /** Gradients, parallel to the parameters; live. */
    public float[] gradients() {
        return gradients;
    }

    /** Running statistics; live. */
    public float[] buffers() {
        return buffers;
    }

    /** Takes over weights that are known to fit the specs. */
    public void load(Weights weights) {
        int trained = 0;
        int kept = 0;
        for (ParameterSpec spec : specs) {
            if (spec.role().isTrained()) {
                weights.copyTo(spec.key(), parameters, trained);
                trained += spec.elements();
            } else {
                weights.copyTo(spec.key(), buffers, kept);
                kept += spec.elements();
            }
        }
    }

    /** A copy of parameters and running statistics. */
    public Weights weights() {
        Weights.Builder builder = Weights.builder();
        int trained = 0;
        int kept = 0;
        for (ParameterSpec spec : specs) {
            int size = spec.elements();
            if (spec.role().isTrained()) {
                builder.put(spec.key(), spec.shape(), Arrays.copyOfRange(parameters, trained, trained + size));
                trained += size;
            } else {
                builder.put(spec.key(), spec.shape(), Arrays.copyOfRange(buffers, kept, kept + size));
                kept += size;
            }
        }
        return builder.build();
    }

    /** The flat array as ranges that decay or not. */
    public DecayRanges decayRanges(DecayRule rule) {
        DecayRanges.Builder ranges = DecayRanges.builder();
        for (ParameterSpec spec : specs) {
            if (spec.role().isTrained()) {
                ranges.add(spec.elements(), rule.decays(spec.role()));
            }
        }
        return ranges.build();
    }

    /** Which parameter, and which element of it, stands at {@code index} of the flat array; for messages. */
    String nameOf(int index) {
        int from = 0;
        for (ParameterSpec spec : specs) {
            if (spec.role().isTrained()) {
                if (index < from + spec.elements()) {
                    return "%s[%d]".formatted(spec.key(), index - from);
                }
                from += spec.elements();
            }
        }
        throw new IndexOutOfBoundsException(index);
    }

    private static int length(List<ParameterSpec> specs, boolean trained) {
        long length = specs.stream()
                .filter(spec -> spec.role().isTrained() == trained)
                .mapToLong(ParameterSpec::elements)
                .sum();
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("%d parameters are more than one array holds".formatted(length));
        }
        return (int) length;
    }
}
