package castnet.runtime;

import castnet.runtime.memory.Program;
import castnet.runtime.thread.Worker;
import castnet.runtime.weights.Weights;

/**
 * A generated network with its weights, ready to run. Immutable, and shared by any number of threads; each of them runs it
 * in a {@link Session} of its own.
 */
public abstract class CompiledNetwork {
    private final NetworkInfo info;
    private final Program program;

    /**
     * Checks the weights before the generated constructor packs them.
     *
     * @throws castnet.runtime.weights.WeightsException that lists all keys and shapes that do not fit
     */
    protected CompiledNetwork(NetworkInfo info, Program program, Weights weights) {
        weights.requireMatch(info.name(), info.parameters());
        this.info = info;
        this.program = program;
    }

    /** Name, shapes and parameters. */
    public final NetworkInfo info() {
        return info;
    }

    /** Memory that one inference needs, and its steps. */
    public final Program program() {
        return program;
    }

    /** A session for single images (NCHW) on the caller's thread. */
    public final Session newSession() {
        return newSession(SessionConfig.defaults());
    }

    /** A session as configured; close it to end its threads. */
    public final Session newSession(SessionConfig config) {
        return new Session(this, config);
    }

    /** Computes one image: from the input's place in the arena {@code a} to the output's, this worker's share. */
    protected abstract void forward(float[] a, Worker w);

    /**
     * Computes one step of {@link #forward}, this worker's share; all steps in order, with the team meeting after each, are what
     * that does.
     *
     * @param index from 0, as in {@link Program#steps()}
     */
    protected abstract void step(int index, float[] a, Worker w);
}
