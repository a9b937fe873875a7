package castnet.runtime.gpu;

import java.util.List;

/**
 * One step of a network's training on a GPU, up to the gradients: what to compile, to allocate and to launch. Serves every batch up
 * to {@link GpuLaunch#MOST_BLOCKS}. Immutable.
 *
 * @param home the class beside which the resources lie
 * @param network name of the network, for messages
 * @param source resource with the CUDA C, e.g. {@code CompiledX.training.cu}
 * @param arenaBytes activations and gradients of one image, to be multiplied by the batch
 * @param fixedBytes memory that the batch does not multiply
 * @param parameters one flat array of floats, and another one for the gradients. Each step fills these, but for layers that lead
 *     nowhere: zero them once
 * @param statistics running statistics, one flat array of floats; each step brings them up to date
 * @param forward launches up to the losses
 * @param backward launches up to the gradients
 * @param input written before the first launch
 * @param output the logits, valid after forward
 */
public record GpuTraining(
        Class<?> home,
        String network,
        String source,
        long arenaBytes,
        long fixedBytes,
        List<Array> parameters,
        List<Array> statistics,
        List<Launch> forward,
        List<Launch> backward,
        GpuTensor input,
        GpuTensor output) {
    public GpuTraining {
        parameters = List.copyOf(parameters);
        statistics = List.copyOf(statistics);
        forward = List.copyOf(forward);
        backward = List.copyOf(backward);
    }

    /** The resource with the machine code, beside the source where the compiler of CUDA C was found at build time. */
    public String fatbin() {
        return GpuProgram.fatbin(source);
    }

    /** Which memory a kernel's parameter points into. */
    public enum Memory {
        /** The offset is multiplied by the batch. */
        ARENA,
        FIXED,
        PARAMETERS,
        GRADIENTS,
        STATISTICS,
        /** An int per image: its class. */
        LABELS,
        /** A float per image. */
        LOSSES,
        /**
         * 16 bytes: int, the batch; float, the label smoothing; 64 bits, {@code mix(mix(seed) + step)} of dropout's random numbers,
         * where mix is the one of {@code castnet.runtime.kernel.Elementwise}.
         */
        STEP
    }

    /**
     * A kernel's parameter.
     *
     * @param offset bytes
     */
    public record Pointer(Memory memory, long offset) {}

    /**
     * One kernel launch, after the one before.
     *
     * @param kernel name of the {@code extern "C"} function
     * @param layer for messages
     * @param gridX blocks
     * @param gridY blocks
     * @param gridZ blocks; 0 for one per image
     * @param block threads of a block, in one dimension
     * @param pointers in the order of the function's parameters
     */
    public record Launch(
            String kernel, String layer, int gridX, int gridY, int gridZ, int block, List<Pointer> pointers) {
        public Launch {
            pointers = List.copyOf(pointers);
        }
    }

    /**
     * An array of a flat one. In a file it is {@code [output][input][tap]}, on the device {@code [tap][input][output]}; what is no
     * weight of a convolution or a fully connected layer has one input and one tap, so that both are the same.
     *
     * @param key of the weights
     * @param offset floats from the beginning of the flat array
     */
    public record Array(String key, int offset, int outputs, int inputs, int taps) {
        /** Its length. */
        public int floats() {
            return outputs * inputs * taps;
        }

        /** Copies the values of a file into the flat array of the device. */
        public void toDevice(float[] values, float[] flat) {
            for (int i = 0; i < floats(); i++) {
                flat[place(i)] = values[i];
            }
        }

        /** The values as a file has them, from the flat array of the device. */
        public float[] fromDevice(float[] flat) {
            float[] values = new float[floats()];
            for (int i = 0; i < values.length; i++) {
                values[i] = flat[place(i)];
            }
            return values;
        }

        /** Where element {@code i} of the file lies in the flat array. */
        private int place(int i) {
            int output = i / (inputs * taps);
            int input = i / taps % inputs;
            return offset + (i % taps * inputs + input) * outputs + output;
        }
    }
}
