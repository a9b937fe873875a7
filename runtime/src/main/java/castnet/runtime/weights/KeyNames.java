package castnet.runtime.weights;

/** Which keys of a file are weights, and what they are called. */
final class KeyNames {
    /** Before what a checkpoint adds to the weights. */
    static final String OWN_PREFIX = "castnet.";

    private static final String DATA_PARALLEL_PREFIX = "module.";
    private static final String COUNTER_SUFFIX = "num_batches_tracked";

    private KeyNames() {}

    static boolean isWeight(String key) {
        return !key.startsWith(OWN_PREFIX) && !key.equals(COUNTER_SUFFIX) && !key.endsWith("." + COUNTER_SUFFIX);
    }

    /** Without the prefix of PyTorch's DataParallel, if all keys have it. */
    static Weights normalize(Weights weights) {
        if (weights.keys().isEmpty()
                || !weights.keys().stream().allMatch(key -> key.startsWith(DATA_PARALLEL_PREFIX))) {
            return weights;
        }
        Weights.Builder builder = Weights.builder();
        for (String key : weights.keys()) {
            builder.own(key.substring(DATA_PARALLEL_PREFIX.length()), weights.shape(key), weights.raw(key));
        }
        return builder.build();
    }
}
