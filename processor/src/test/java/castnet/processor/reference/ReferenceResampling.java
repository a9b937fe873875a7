package castnet.processor.reference;

import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;

/** Zeros around and upsampling, as plain as possible: which element of the input goes where, and its share. */
final class ReferenceResampling {
    private ReferenceResampling() {}

    /** Sees an element of the input and its place in the output. */
    interface Copy {
        void at(int x, int y);
    }

    /** Sees an element of the input and its share in an element of the output; an element may have several shares. */
    interface Share {
        void at(int x, int y, double share);
    }

    static void pad(Op.Pad pad, int n, TensorShape xs, TensorShape ys, Copy copy) {
        for (int map = 0; map < n * xs.channels(); map++) {
            for (int row = 0; row < ys.height(); row++) {
                for (int column = 0; column < ys.width(); column++) {
                    int y = line(row - pad.top(), xs.height(), pad.reflect());
                    int x = line(column - pad.left(), xs.width(), pad.reflect());
                    if (y >= 0 && x >= 0) {
                        copy.at(at(xs, map, y, x), at(ys, map, row, column));
                    }
                }
            }
        }
    }

    /** What stands at a place inside or outside of {@code size} lines: … 2 1 | 0 1 2 … n-1 | n-2 …, or nothing, -1. */
    private static int line(int at, int size, boolean reflect) {
        if (at >= 0 && at < size) {
            return at;
        }
        return reflect ? at < 0 ? -at : 2 * size - 2 - at : -1;
    }

    static void upsample(Op.Upsample up, int n, TensorShape xs, TensorShape ys, Share share) {
        for (int map = 0; map < n * xs.channels(); map++) {
            for (int row = 0; row < ys.height(); row++) {
                double y = middle(up, row);
                int top = (int) y;
                int bottom = Math.min(top + 1, xs.height() - 1);
                for (int column = 0; column < ys.width(); column++) {
                    double x = middle(up, column);
                    int left = (int) x;
                    int right = Math.min(left + 1, xs.width() - 1);
                    int to = at(ys, map, row, column);
                    give(share, at(xs, map, top, left), to, (1 - y + top) * (1 - x + left));
                    give(share, at(xs, map, top, right), to, (1 - y + top) * (x - left));
                    give(share, at(xs, map, bottom, left), to, (y - top) * (1 - x + left));
                    give(share, at(xs, map, bottom, right), to, (y - top) * (x - left));
                }
            }
        }
    }

    // What has no share is not read.
    private static void give(Share share, int x, int y, double part) {
        if (part != 0) {
            share.at(x, y, part);
        }
    }

    private static double middle(Op.Upsample up, int line) {
        return up.bilinear() ? Math.max((line + 0.5) / up.scale() - 0.5, 0) : Math.floorDiv(line, up.scale());
    }

    private static int at(TensorShape s, int map, int row, int column) {
        return (map * s.height() + row) * s.width() + column;
    }
}
