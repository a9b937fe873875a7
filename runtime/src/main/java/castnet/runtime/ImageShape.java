package castnet.runtime;

/**
 * Shape of one image, or of one output; a vector of logits is {@code classes × 1 × 1}.
 *
 * @param channels values per pixel
 * @param height rows
 * @param width columns
 */
public record ImageShape(int channels, int height, int width) {

    public ImageShape {
        if (channels < 1 || height < 1 || width < 1 || (long) channels * height > Integer.MAX_VALUE / width) {
            throw new IllegalArgumentException("%d×%d×%d is no shape of an image".formatted(channels, height, width));
        }
    }

    /** Number of values. */
    public int elements() {
        return channels * height * width;
    }

    /** Number of pixels. */
    public int pixels() {
        return height * width;
    }

    @Override
    public String toString() {
        return channels + "×" + height + "×" + width;
    }
}
