package castnet.tools.report;

import castnet.processor.report.Html;
import java.util.BitSet;

/**
 * Which positions of its input a strided layer reads: a cell per position, filled where the layer reads it.
 *
 * <p>Along one axis position {@code i} is read if {@code i = o·stride − pad + k} for an output position {@code o}
 * and a kernel position {@code k}; a window reads the product of its rows and its columns.
 */
final class ReadPicture {
    private static final int SIZE = 132;

    private final StridedLayer layer;
    private final BitSet rows;
    private final BitSet columns;

    ReadPicture(StridedLayer layer) {
        this.layer = layer;
        this.rows = read(layer.height(), layer.outHeight(), layer.kernelHeight(), layer.strideHeight(), layer.padTop());
        this.columns = read(layer.width(), layer.outWidth(), layer.kernelWidth(), layer.strideWidth(), layer.padLeft());
    }

    /** Share of the positions that are read, from 0 to 1. */
    double share() {
        return (double) rows.cardinality() * columns.cardinality() / ((double) layer.height() * layer.width());
    }

    String svg() {
        double cell = (double) SIZE / Math.max(layer.height(), layer.width());
        StringBuilder out = new StringBuilder();
        out.append("<svg class=\"reads\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"positions that %s reads\">"
                .formatted(SIZE, SIZE, Html.escape(layer.name())));
        String width = Html.coordinate(layer.width() * cell);
        String height = Html.coordinate(layer.height() * cell);
        out.append("<rect class=\"unread\" width=\"%s\" height=\"%s\"/>".formatted(width, height));
        String side = Html.coordinate(cell * 0.9);
        for (int y = rows.nextSetBit(0); y >= 0; y = rows.nextSetBit(y + 1)) {
            out.append("<path class=\"read\" d=\"");
            for (int x = columns.nextSetBit(0); x >= 0; x = columns.nextSetBit(x + 1)) {
                out.append("M%s %sh%sv%sh-%sz"
                        .formatted(Html.coordinate(x * cell), Html.coordinate(y * cell), side, side, side));
            }
            out.append("\"/>");
        }
        return out.append("</svg>").toString();
    }

    private static BitSet read(int size, int outputs, int kernel, int stride, int pad) {
        BitSet read = new BitSet(size);
        for (int output = 0; output < outputs; output++) {
            for (int tap = 0; tap < kernel; tap++) {
                int position = output * stride - pad + tap;
                if (position >= 0 && position < size) {
                    read.set(position);
                }
            }
        }
        return read;
    }
}
