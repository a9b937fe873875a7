package castnet.runtime.memory;

/**
 * How one image of a tensor lies in a {@code float[]}: NHWC with a halo of zeros around it, so that no inner loop of a
 * convolution tests a border.
 *
 * <pre>
 *            left    width    right
 *          ┌──────┬─────────┬──────┐
 *   top    │  0   │    0    │  0   │   one cell = one pixel = channelStride floats, of which the first
 *          ├──────┼─────────┼──────┤   "channels" carry values and the rest are padding
 *   height │  0   │ pixels  │  0   │
 *          ├──────┼─────────┼──────┤   image n begins at base + n * imageStride()
 *   bottom │  0   │    0    │  0   │   pixel (y, x) of it at + offset(y, x)
 *          └──────┴─────────┴──────┘
 * </pre>
 *
 * <p>Every tensor that a kernel writes has a {@code channelStride} that is a multiple of {@value #CHANNEL_BLOCK}, so that no
 * kernel needs a masked store whatever the lane count; the padding channels hold finite values that nobody reads (weights
 * for them are zero). Only a network's input, which no kernel computes, is dense ({@code channelStride == channels}).
 *
 * @param channels channels that carry values
 * @param height rows of pixels, without the halo
 * @param width pixels per row, without the halo
 * @param channelStride floats from one pixel to the next, at least {@code channels}
 * @param top rows of zeros above
 * @param left zero pixels left of each row
 * @param bottom rows of zeros below
 * @param right zero pixels right of each row
 */
public record Layout(int channels, int height, int width, int channelStride, int top, int left, int bottom, int right) {

    /** Channels are padded to a multiple of this: the widest vector (512 bits) holds 16 floats. */
    public static final int CHANNEL_BLOCK = 16;

    public Layout {
        if (channels < 1 || height < 1 || width < 1 || channelStride < channels) {
            throw new IllegalArgumentException(
                    "a layout needs positive sizes and channelStride >= channels, found %d×%d×%d, channelStride %d"
                            .formatted(channels, height, width, channelStride));
        }
        if (top < 0 || left < 0 || bottom < 0 || right < 0) {
            throw new IllegalArgumentException(
                    "a halo cannot be negative, found %d, %d, %d, %d".formatted(top, left, bottom, right));
        }
    }

    /** A layout of {@code channels × height × width} with padded channels and no halo. */
    public static Layout blocked(int channels, int height, int width) {
        return new Layout(channels, height, width, roundUp(channels), 0, 0, 0, 0);
    }

    /** {@code channels} rounded up to a multiple of {@value #CHANNEL_BLOCK}. */
    public static int roundUp(int channels) {
        return (channels + CHANNEL_BLOCK - 1) / CHANNEL_BLOCK * CHANNEL_BLOCK;
    }

    /** Floats from one row to the next, halo included. */
    public int rowStride() {
        return (left + width + right) * channelStride;
    }

    /** Floats from one image to the next, halo included. */
    public int imageStride() {
        return (top + height + bottom) * rowStride();
    }

    /** Offset of channel 0 of pixel {@code (y, x)} within an image; {@code y} and {@code x} may reach into the halo. */
    public int offset(int y, int x) {
        return (top + y) * rowStride() + (left + x) * channelStride;
    }

    /** Pixels of an image, without the halo. */
    public int pixels() {
        return height * width;
    }

    /** Whether there is no halo at all, so that the pixels of an image (and of a batch) are one contiguous run. */
    public boolean isDense() {
        return top == 0 && left == 0 && bottom == 0 && right == 0;
    }
}
