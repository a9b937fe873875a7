package castnet.tools.onnx.importer;

/** What a node did to a value that only the node behind it decides about. */
sealed interface Pending {
    /** Zeros around a map: part of the convolution that reads it, a layer for all others. */
    record Zeros(int top, int left, int bottom, int right) implements Pending {
        static final Zeros NONE = new Zeros(0, 0, 0, 0);
    }

    /** One pixel, repeated for each of a map: products do so by themselves. */
    record Spread(int height, int width) implements Pending {}

    /** erf(x/√2), the inner part of GELU as a formula; {@code plusOne}: 1 + that. */
    record Erf(boolean plusOne) implements Pending {}
}
