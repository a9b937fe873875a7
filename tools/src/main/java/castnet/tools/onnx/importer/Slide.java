package castnet.tools.onnx.importer;

/** How a window slides over a map; paddings are numbers of cells. Sizes as the compiler computes them. */
record Slide(
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

    /** One pixel. */
    static Slide pixel(int strideHeight, int strideWidth) {
        return new Slide(1, 1, strideHeight, strideWidth, 0, 0, 0, 0, 1, 1, false);
    }

    /** Rows of the output for so many rows. */
    int height(int rows) throws Unsupported {
        return size(rows, spanHeight(), strideHeight, top, bottom);
    }

    /** Columns of the output for so many columns. */
    int width(int columns) throws Unsupported {
        return size(columns, spanWidth(), strideWidth, left, right);
    }

    int spanHeight() {
        return Math.addExact(Math.multiplyExact(dilationHeight, kernelHeight - 1), 1);
    }

    int spanWidth() {
        return Math.addExact(Math.multiplyExact(dilationWidth, kernelWidth - 1), 1);
    }

    /** With zeros around the map added to the padding. */
    Slide padded(Pending.Zeros zeros) {
        return new Slide(
                kernelHeight,
                kernelWidth,
                strideHeight,
                strideWidth,
                top + zeros.top(),
                left + zeros.left(),
                bottom + zeros.bottom(),
                right + zeros.right(),
                dilationHeight,
                dilationWidth,
                ceil);
    }

    private int size(int size, int span, int stride, int before, int after) throws Unsupported {
        int slack = size + before + after - span;
        if (slack < 0) {
            throw new Unsupported("a window of %d does not fit into %d".formatted(span, size + before + after));
        }
        int floor = slack / stride + 1;
        int up = Math.ceilDiv(slack, stride) + 1;
        return !ceil ? floor : (up - 1) * stride >= size + before ? up - 1 : up;
    }
}
