package castnet.tools.onnx.importer;

/**
 * A tensor of one image that a step makes.
 *
 * @param row whether ONNX has it as N×C
 * @param zeros around it, not in its shape: for the convolution that reads it
 */
record MapValue(int step, int channels, int height, int width, boolean row, Slide.Zeros zeros) {
    MapValue(int step, int channels, int height, int width, boolean row) {
        this(step, channels, height, width, row, Slide.Zeros.NONE);
    }

    long elements() {
        return (long) channels * height * width;
    }

    MapValue asRow() {
        return new MapValue(step, channels, height, width, true, zeros);
    }

    MapValue asMap() {
        return new MapValue(step, channels, height, width, false, zeros);
    }

    boolean sameShape(MapValue other) {
        return channels == other.channels && height == other.height && width == other.width && row == other.row;
    }

    String shape() {
        return channels + "×" + height + "×" + width;
    }
}
