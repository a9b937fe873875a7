package castnet.processor.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An array that a generated class holds, and where it comes from. */
public sealed interface ArrayField {
    /** Name of the Java field, e.g. {@code layer1_0_conv2Weights}. */
    String name();

    /**
     * Inference: weights packed at load by the kernel's own packing, batch norm folded in.
     *
     * @param biasName the field that gets the padded bias
     * @param first the 1×1 convolution before it that is multiplied in, or null
     */
    record PackedConvolution(
            String name,
            String biasName,
            String layer,
            FoldedWeight weight,
            @Nullable FoldedWeight first,
            String kernelType,
            Geometry.ConvSpec shape)
            implements ArrayField {}

    /**
     * Where weight and bias of a convolution come from.
     *
     * @param biasKey null without a bias of its own
     * @param normPrefix prefix of the batch norm's keys ({@code bn1}), null if none is folded
     */
    record FoldedWeight(
            String weightKey,
            @Nullable String biasKey,
            @Nullable String normPrefix,
            double epsilon) {}

    /** Inference: scale (in {@code name}) and shift of a batch norm that does not fold, padded to {@code channelStride}. */
    record FoldedNorm(String name, String shiftName, String layer, String normPrefix, double epsilon, int channels)
            implements ArrayField {}

    /** Training: zeros of that length at the start; a call of the pack program or of a layer fills it. */
    record Zeros(String name, int length, String comment) implements ArrayField {}

    /** Training: an array whose length the runtime knows, {@code kernelType.method(arguments)}, e.g. packed weights. */
    record Sized(String name, String kernelType, String method, List<Argument> arguments, String comment)
            implements ArrayField {
        public Sized {
            arguments = List.copyOf(arguments);
        }
    }
}
