package castnet.benchmarks;

/** Something that does a work again and again. */
interface Contender {
    /** Who it is, with its version. */
    String name();

    /** Does the work once. */
    void call() throws Exception;

    /** What the last call made: logits one image after the other, or the loss of a training step. */
    float[] result() throws Exception;

    /** Lets go of what it holds. */
    void close() throws Exception;
}
