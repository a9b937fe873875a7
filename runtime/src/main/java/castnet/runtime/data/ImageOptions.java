package castnet.runtime.data;

/**
 * How decoded images are brought to one shape.
 *
 * @param channels 3 for RGB, 1 for grey
 * @param height rows to resize to, or 0 to keep the images' own (which must then all be equal)
 * @param width columns to resize to, or 0
 * @param limits what is accepted
 */
public record ImageOptions(int channels, int height, int width, DataLimits limits) {
    /** Colour images of their own size. */
    public static final ImageOptions RGB = new ImageOptions(3, 0, 0, DataLimits.DEFAULT);

    /** Grey images of their own size. */
    public static final ImageOptions GREY = new ImageOptions(1, 0, 0, DataLimits.DEFAULT);

    /** Checks the numbers. */
    public ImageOptions {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(channels + " channels, expected 1 or 3");
        }
        if (height < 0 || width < 0 || (height == 0) != (width == 0) || (long) height * width > limits.pixels()) {
            throw new IllegalArgumentException(
                    "no image has %d×%d pixels; 0×0 keeps the images' own size, the limit is %,d pixels"
                            .formatted(height, width, limits.pixels()));
        }
    }

    /** The same, resized. */
    public ImageOptions withSize(int newHeight, int newWidth) {
        return new ImageOptions(channels, newHeight, newWidth, limits);
    }

    /** The same with other limits. */
    public ImageOptions withLimits(DataLimits newLimits) {
        return new ImageOptions(channels, height, width, newLimits);
    }
}
