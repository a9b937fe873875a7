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

    /** Copies the image, normalised, as CHW. */
    public void copyTo(Normalization normalization, float[] out, int offset) {
        normalization.apply(planes, out, offset);
    }

    byte[] planes() {
        return planes;
    }
}
