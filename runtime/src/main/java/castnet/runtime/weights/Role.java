package castnet.runtime.weights;

/** What an array is to its layer; running statistics are not trained. */
public enum Role {
    /** Of a convolution (OIHW) or a fully connected layer ([out, in]). */
    WEIGHT,
    /** Added to each output channel. */
    BIAS,
    /** Scale of a batch norm. */
    GAMMA,
    /** Shift of a batch norm. */
    BETA,
    /** Mean that a batch norm uses outside of training. */
    RUNNING_MEAN,
    /** Variance that a batch norm uses outside of training. */
    RUNNING_VARIANCE;

    /** Whether an optimizer changes it. */
    public boolean isTrained() {
        return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
    }
}
