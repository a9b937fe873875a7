package castnet.runtime.training;

/**
 * What a training program sees of the current step. The arrays are the trainer's own and stay the same from step to step.
 */
public final class Step {
    private final float[] a;
    private final ParameterArrays arrays;
    private final int[] labels;
    private final double[] losses;
    private final float labelSmoothing;
    private final long seed;
    private int n;
    private long step;

    /**
     * Steps of at most {@code batch} images.
     *
     * @param a arena for that many images
     */
    public Step(float[] a, ParameterArrays arrays, int batch, float labelSmoothing, long seed) {
        this.a = a;
        this.arrays = arrays;
        this.labels = new int[batch];
        this.losses = new double[batch];
        this.labelSmoothing = labelSmoothing;
        this.seed = seed;
    }

    void begin(long newStep, int images) {
        step = newStep;
        n = images;
    }

    /** The arena; a tensor begins at its offset per image times {@link #n}. */
    public float[] a() {
        return a;
    }

    /** Images of this step. */
    public int n() {
        return n;
    }

    /** Trained parameters in canonical order, each in the order of its shape. */
    public float[] parameters() {
        return arrays.parameters();
    }

    /** Gradients, parallel to {@link #parameters}. */
    public float[] gradients() {
        return arrays.gradients();
    }

    /** Running statistics in canonical order. */
    public float[] buffers() {
        return arrays.buffers();
    }

    /** Class of each image; the first {@link #n} are valid. */
    public int[] labels() {
        return labels;
    }

    /** Share of the target that is spread evenly over all classes. */
    public float labelSmoothing() {
        return labelSmoothing;
    }

    /** Seed of the training; with {@link #step} and a layer's number it decides what dropout drops. */
    public long seed() {
        return seed;
    }

    /** Number of this step, from 0. */
    public long step() {
        return step;
    }

    /** Receives the loss of each image. */
    public double[] losses() {
        return losses;
    }
}
