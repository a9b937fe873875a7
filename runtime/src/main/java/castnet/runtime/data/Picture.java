package castnet.runtime.data;

import java.nio.file.Path;
import java.util.Objects;

/** One decoded image: planes of unsigned bytes, CHW. Immutable and thread-safe. */
public final class Picture {
    private final int channels;
    private final int height;
    private final int width;
    private final byte[] planes;

    Picture(int channels, int height, int width, byte[] planes) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.planes = planes;
    }

    /**
     * Reads a PNG or JPEG file.
     *
     * @throws DataException if there is none, or it cannot be decoded
     */
    public static Picture read(Path file, ImageOptions options) throws DataException {
        try (ImageDecoder decoder = new ImageDecoder(options)) {
            return decoder.read(file);
        }
    }

    /** 3 for RGB, 1 for grey. */
    public int channels() {
        return channels;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /** One value, from 0 to 255. */
    public int pixel(int channel, int row, int column) {
        Objects.checkIndex(column, width);
        return planes[(channel * height + row) * width + column] & 255;
    }

    /**
     * Copies the image, normalised, as CHW.
     *
     * @throws IllegalArgumentException if the normalisation is for another number of channels
     */
    public void copyTo(Normalization normalization, float[] out, int offset) {
        if (normalization.channels() != channels) {
            throw new IllegalArgumentException(
                    "a normalisation of %d channels for an image of %d".formatted(normalization.channels(), channels));
        }
        normalization.apply(planes, out, offset);
    }

    /** The same with one channel (brightness) or three (grey in each). */
    Picture withChannels(int count) {
        if (count == channels) {
            return this;
        }
        int pixels = height * width;
        byte[] converted = new byte[count * pixels];
        for (int i = 0; i < pixels; i++) {
            if (count == 1) {
                converted[i] = (byte)
                        ImageDecoder.luma(planes[i] & 255, planes[pixels + i] & 255, planes[2 * pixels + i] & 255);
            } else {
                converted[i] = planes[i];
                converted[pixels + i] = planes[i];
                converted[2 * pixels + i] = planes[i];
            }
        }
        return new Picture(count, height, width, converted);
    }

    byte[] planes() {
        return planes;
    }
}
