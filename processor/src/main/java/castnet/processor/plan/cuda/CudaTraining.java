package castnet.processor.plan.cuda;

import java.util.List;

/**
 * A step of training on a GPU as it will be printed: forward, loss and backward. Offsets are floats, of the arena for one image.
 *
 * @param arenaFloats memory of one image
 * @param fixedFloats memory that the batch does not multiply
 * @param kernels by their first use
 * @param launches forward, then backward
 * @param forward how many launches lead to the losses
 * @param input offset of the input, NCHW
 * @param output offset of the logits, valid up to the losses
 * @param trained the flat array of parameters, and of gradients
 * @param statistics the flat array of running statistics
 */
public record CudaTraining(
        long arenaFloats,
        long fixedFloats,
        List<CudaPlan.Named> kernels,
        List<CudaPlan.Launch> launches,
        int forward,
        long input,
        long output,
        List<Entry> trained,
        List<Entry> statistics) {
    public CudaTraining {
        kernels = List.copyOf(kernels);
        launches = List.copyOf(launches);
        trained = List.copyOf(trained);
        statistics = List.copyOf(statistics);
    }

    /**
     * An array of a flat one. On the device it is {@code [tap][input][output]}, in a file {@code [output][input][tap]}; what is no
     * weight of a convolution has one input and one tap.
     */
    public record Entry(String key, int offset, int outputs, int inputs, int taps) {}
}
