package castnet.runtime.weights;

/** Weights that do not fit a network, or hold what no network can use. The message lists everything that is wrong. */
public final class WeightsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public WeightsException(String message) {
        super(message);
    }
}
