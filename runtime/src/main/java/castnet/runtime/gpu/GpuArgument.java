package castnet.runtime.gpu;

/** What a kernel gets, each a pointer into device memory. */
public sealed interface GpuArgument {

    /**
     * A tensor: {@code arena + offset · batch}. Image {@code i} of the batch lies {@code i} times the tensor's bytes behind it;
     * the kernel knows that stride.
     *
     * @param offset bytes, a multiple of {@value GpuProgram#ALIGNMENT}
     */
    record Arena(long offset) implements GpuArgument {
        public Arena {
            GpuProgram.requireOffset(offset);
        }
    }

    /**
     * A layer's weights.
     *
     * @param index place in {@link GpuProgram#weights}
     */
    record Weight(int index) implements GpuArgument {
        public Weight {
            if (index < 0) {
                throw new IllegalArgumentException("weights are numbered from 0, found " + index);
            }
        }
    }
}
