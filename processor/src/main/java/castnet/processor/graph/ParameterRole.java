package castnet.processor.graph;

/** What a parameter is to its layer; running statistics are not trained. */
public enum ParameterRole {
    WEIGHT,
    BIAS,
    GAMMA,
    BETA,
    RUNNING_MEAN,
    RUNNING_VARIANCE;

    /** Whether an optimizer changes it. */
    public boolean isTrained() {
        return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
    }
}
