package castnet.tools.report;

/**
 * A layer with a stride, as the pictures need it.
 *
 * @param name the layer's name, e.g. {@code layer2.0.conv1}
 * @param description its window in words
 */
public record StridedLayer(
        String name,
        String description,
        int height,
        int width,
        int outHeight,
        int outWidth,
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        int padTop,
        int padLeft) {}
