package castnet.runtime;

/**
 * How a session runs. With a batch of 1 all threads share the work of each layer; with more, each thread runs whole images.
 * The results have the same bits either way.
 *
 * @param batch most images per call
 * @param threads threads that compute, the caller included; 1 starts none
 * @param order order of the values of images and outputs
 */
public record SessionConfig(int batch, int threads, PixelOrder order) {
    private static final SessionConfig DEFAULTS = new SessionConfig(1, 1, PixelOrder.NCHW);

    public SessionConfig {
        if (batch < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "batch and threads must be at least 1, found %d and %d".formatted(batch, threads));
        }
    }

    /** One image, one thread, NCHW. */
    public static SessionConfig defaults() {
        return DEFAULTS;
    }

    /** The same with another batch. */
    public SessionConfig withBatch(int images) {
        return new SessionConfig(images, threads, order);
    }

    /** The same with other threads. */
    public SessionConfig withThreads(int count) {
        return new SessionConfig(batch, count, order);
    }

    /** The same with another order. */
    public SessionConfig withOrder(PixelOrder pixels) {
        return new SessionConfig(batch, threads, pixels);
    }
}
