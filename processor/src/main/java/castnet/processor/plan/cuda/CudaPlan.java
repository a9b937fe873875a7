package castnet.processor.plan.cuda;

import castnet.processor.plan.ArrayField;
import java.util.List;

/**
 * Inference on a GPU as it will be printed. Offsets are floats of one image, to be multiplied by the batch.
 *
 * @param arenaFloats memory of one image
 * @param weights arrays that stay on the device, in the order in which launches number them
 * @param kernels by their first use
 * @param launches in order
 * @param input offset of the input, NCHW
 * @param output offset of the output, NCHW
 */
public record CudaPlan(
        long arenaFloats, List<Weight> weights, List<Named> kernels, List<Launch> launches, long input, long output) {
    public CudaPlan {
        weights = List.copyOf(weights);
        kernels = List.copyOf(kernels);
        launches = List.copyOf(launches);
    }

    /** Weights of a layer, in the kernels' order: what follows says of which layer, and how long. */
    public sealed interface Weight {
        /** The layer's name. */
        String layer();

        /** Length of the array. */
        int floats();
    }

    /**
     * A convolution: {@code [tap][input][output]}, then the bias.
     *
     * @param inputs channels of the input per group
     * @param taps cells of the window
     */
    public record ConvolutionWeight(ArrayField.PackedConvolution field, int outputs, int inputs, int taps)
            implements Weight {
        @Override
        public String layer() {
            return field.layer();
        }

        @Override
        public int floats() {
            return Math.toIntExact(((long) taps * inputs + 1) * outputs);
        }
    }

    /** A batch norm: scales, then shifts. */
    public record NormWeight(ArrayField.FoldedNorm field) implements Weight {
        @Override
        public String layer() {
            return field.layer();
        }

        @Override
        public int floats() {
            return 2 * field.channels();
        }
    }

    /**
     * A kernel with its name.
     *
     * @param name unique in the program, a C identifier
     * @param layers what it computes, one line per layer, for its comment
     */
    public record Named(String name, CudaKernel kernel, List<String> layers) {
        public Named {
            layers = List.copyOf(layers);
        }
    }

    /** A launch of a kernel for a layer, with the pointers that it gets. */
    public record Launch(Named kernel, String layer, List<Pointer> pointers) {
        public Launch {
            pointers = List.copyOf(pointers);
        }
    }

    /** What a kernel's parameter points to; all but the first two in training only. */
    public sealed interface Pointer {}

    /** The flat array of this kind, from this float on. */
    public record Flat(Kind kind, long offset) implements Pointer {
        /** Trained parameters, their gradients, running statistics, and memory that no batch multiplies. */
        public enum Kind {
            PARAMETERS,
            GRADIENTS,
            STATISTICS,
            FIXED
        }
    }

    /** What the step brings. */
    public enum Given implements Pointer {
        LABELS,
        LOSSES,
        STEP
    }

    /** A tensor at this offset. */
    public record Tensor(long offset) implements Pointer {}

    /** The weights of this number. */
    public record WeightIndex(int index) implements Pointer {}
}
