package castnet.tools.onnx.importer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of one image that a step makes.
 *
 * @param rank dimensions that ONNX gives it: 4 for N×C×H×W, 3 for N×C×W, 2 for a row N×C
 * @param pending what is still to be done to it, not in its shape, or null
 */
record MapValue(
        int step,
        int channels,
        int height,
        int width,
        int rank,
        @Nullable Pending pending) {
    static final int ROW = 2;
    static final int MAP = 4;

    MapValue(int step, int channels, int height, int width, int rank) {
        this(step, channels, height, width, rank, null);
    }

    /** A row. */
    static MapValue row(int step, int channels) {
        return new MapValue(step, channels, 1, 1, ROW);
    }

    long elements() {
        return (long) channels * height * width;
    }

    boolean isRow() {
        return rank == ROW;
    }

    /** Whether each channel is one number. */
    boolean isPixel() {
        return height == 1 && width == 1;
    }

    /** What a step makes that keeps the shape. */
    MapValue by(int other) {
        return new MapValue(other, channels, height, width, rank);
    }

    /** The same with something still to be done. */
    MapValue with(@Nullable Pending toDo) {
        return new MapValue(step, channels, height, width, rank, toDo);
    }

    /** The same elements in the same places, with other dimensions of 1. */
    MapValue as(int otherRank) {
        return new MapValue(step, channels, height, width, otherRank, pending);
    }

    /** Sizes without the batch, as ONNX has them. */
    List<Long> sizes() {
        long c = channels;
        return switch (rank) {
            case ROW -> List.of(c);
            case MAP -> List.of(c, (long) height, (long) width);
            default -> List.of(c, (long) width);
        };
    }

    boolean sameShape(MapValue other) {
        return rank == other.rank && sizes().equals(other.sizes());
    }

    /** Place of an axis that may be counted from the end. */
    long axis(long written) {
        return written < 0 ? written + rank : written;
    }

    String shape() {
        return channels + "×" + height + "×" + width;
    }
}
