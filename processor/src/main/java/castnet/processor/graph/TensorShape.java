package castnet.processor.graph;

/** Shape of one image; the batch is implicit everywhere. */
public record TensorShape(int channels, int height, int width) {
    public TensorShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("not a shape: %d×%d×%d".formatted(channels, height, width));
        }
    }

    /** Elements of one image. */
    public long elements() {
        return (long) channels * height * width;
    }

    /** Pixels of one channel. */
    public int pixels() {
        return height * width;
    }

    @Override
    public String toString() {
        return channels + "×" + height + "×" + width;
    }
}
