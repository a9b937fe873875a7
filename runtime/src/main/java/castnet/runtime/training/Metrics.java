package castnet.runtime.training;

/**
 * How well a network did on some images.
 *
 * @param lossSum sum of the losses
 * @param correct images whose highest output was the right class
 * @param images number of images
 */
public record Metrics(double lossSum, long correct, long images) {
    /** Of no images. */
    public static final Metrics NONE = new Metrics(0, 0, 0);

    /** Mean loss; NaN of no images. */
    public double loss() {
        return lossSum / images;
    }

    /** Share of correct images, from 0 to 1; NaN of no images. */
    public double accuracy() {
        return (double) correct / images;
    }

    /** Of both together. */
    public Metrics plus(Metrics other) {
        return new Metrics(lossSum + other.lossSum, correct + other.correct, images + other.images);
    }
}
