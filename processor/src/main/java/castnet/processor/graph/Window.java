package castnet.processor.graph;

/**
 * How a convolution or a pool slides over its input. The paddings are amounts of cells before the first and after the last
 * row and column; SAME and HALF are resolved to numbers before a window exists.
 */
public record Window(
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        int top,
        int left,
        int bottom,
        int right,
        int dilationHeight,
        int dilationWidth,
        boolean ceil) {

    /** A square window with symmetric padding and no dilation. */
    public static Window square(int kernel, int stride, int pad) {
        return new Window(kernel, kernel, stride, stride, pad, pad, pad, pad, 1, 1, false);
    }

    /** Rows that one window spans. */
    public int spanHeight() {
        return dilationHeight * (kernelHeight - 1) + 1;
    }

    /** Columns that one window spans. */
    public int spanWidth() {
        return dilationWidth * (kernelWidth - 1) + 1;
    }

    /** Rows of the output for an input of {@code height} rows; below 1 if the window does not fit. */
    public int outputHeight(int height) {
        return output(height, spanHeight(), strideHeight, top, bottom);
    }

    /** Columns of the output for an input of {@code width} columns; below 1 if the window does not fit. */
    public int outputWidth(int width) {
        return output(width, spanWidth(), strideWidth, left, right);
    }

    // The rule of PyTorch and Caffe: in ceil mode the last window may hang over the edge, but must not start beyond the
    // input and its leading padding.
    private int output(int size, int span, int stride, int before, int after) {
        int slack = size + before + after - span;
        if (slack < 0) {
            return 0;
        }
        int floor = slack / stride + 1;
        if (!ceil) {
            return floor;
        }
        int up = (slack + stride - 1) / stride + 1;
        return (up - 1) * stride >= size + before ? up - 1 : up;
    }

    /** Whether every output pixel reads exactly the input pixel of its own position. */
    public boolean isPointwise() {
        return kernelHeight == 1
                && kernelWidth == 1
                && strideHeight == 1
                && strideWidth == 1
                && top == 0
                && left == 0
                && bottom == 0
                && right == 0;
    }

    /** For messages: {@code 3×3, stride 2, padding 1}. */
    public String describe() {
        StringBuilder text =
                new StringBuilder().append(kernelHeight).append('×').append(kernelWidth);
        if (strideHeight != 1 || strideWidth != 1) {
            text.append(", stride ").append(pair(strideHeight, strideWidth));
        }
        if (top != 0 || left != 0 || bottom != 0 || right != 0) {
            text.append(", padding ");
            if (top == bottom && left == right) {
                text.append(pair(top, left));
            } else {
                text.append("top %d left %d bottom %d right %d".formatted(top, left, bottom, right));
            }
        }
        if (dilationHeight != 1 || dilationWidth != 1) {
            text.append(", dilation ").append(pair(dilationHeight, dilationWidth));
        }
        return ceil ? text.append(", ceil mode").toString() : text.toString();
    }

    private static String pair(int vertical, int horizontal) {
        return vertical == horizontal ? Integer.toString(vertical) : vertical + "×" + horizontal;
    }
}
