package castnet.runtime.training;

import castnet.runtime.memory.Program;
import castnet.runtime.thread.Worker;

/**
 * Forward and backward of a network over a batch, extended by generated code. All workers of a team call each method, with a
 * barrier between the methods. Holds packed weights and per-layer statistics, so that each trainer has one of its own.
 */
public abstract class TrainingProgram {
    private final Program program;

    /**
     * A program.
     *
     * @param program memory per image
     */
    protected TrainingProgram(Program program) {
        this.program = program;
    }

    /** Memory per image. */
    public final Program program() {
        return program;
    }

    /** Packs the parameters for the kernels; once per step, before forward. */
    protected abstract void pack(float[] parameters, Worker w);

    /**
     * From the input in the arena to the output and to {@link Step#losses}, one per image. Updates the running statistics in
     * {@link Step#buffers}. The output stays in its place until backward begins.
     */
    protected abstract void forward(Step s, Worker w);

    /** From the losses to {@link Step#gradients}, every element of which it writes: gradients of the batch's mean loss. */
    protected abstract void backward(Step s, Worker w);
}
