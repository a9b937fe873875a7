package castnet.processor.reference;

import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import java.util.Arrays;
import java.util.List;

/** Forward ops in double over arrays NCHW. */
final class ReferenceOps {
    private ReferenceOps() {}

    /** Receives the positions of one product of a convolution. */
    interface Tap {
        void at(int x, int weight, int y);
    }

    /** Receives the channel and the position of an element. */
    interface Element {
        void at(int channel, int index);
    }

    /** Receives an output's position and an input's position in its window. */
    interface Read {
        void at(int y, int x);
    }

    /** Every product of a convolution: forward and both gradients are sums over them. */
    static void taps(Op.Conv2d conv, int n, TensorShape x, TensorShape y, Tap tap) {
        Window w = conv.window();
        int in = x.channels() / conv.groups();
        int out = y.channels() / conv.groups();
        for (int image = 0; image < n; image++) {
            for (int o = 0; o < y.channels(); o++) {
                for (int p = 0; p < y.pixels(); p++) {
                    int yi = (image * y.channels() + o) * y.pixels() + p;
                    for (int c = 0; c < in; c++) {
                        int channel = image * x.channels() + o / out * in + c;
                        for (int k = 0; k < w.kernelHeight() * w.kernelWidth(); k++) {
                            int pixel = pixel(w, x, p / y.width(), p % y.width(), k);
                            if (pixel >= 0) {
                                int wi = (o * in + c) * w.kernelHeight() * w.kernelWidth() + k;
                                tap.at(channel * x.pixels() + pixel, wi, yi);
                            }
                        }
                    }
                }
            }
        }
    }

    /** The input pixel under a tap of the window of an output pixel; -1 in the padding. */
    private static int pixel(Window w, TensorShape x, int oy, int ox, int tap) {
        int row = oy * w.strideHeight() - w.top() + tap / w.kernelWidth() * w.dilationHeight();
        int column = ox * w.strideWidth() - w.left() + tap % w.kernelWidth() * w.dilationWidth();
        boolean inside = row >= 0 && row < x.height() && column >= 0 && column < x.width();
        return inside ? row * x.width() + column : -1;
    }

    static void elements(int n, TensorShape shape, Element element) {
        for (int i = 0; i < n * shape.elements(); i++) {
            element.at(i / shape.pixels() % shape.channels(), i);
        }
    }

    /** Every input pixel that a pool reads. */
    static void windows(Op.Pool2d pool, int n, TensorShape x, TensorShape y, Read read) {
        Window w = pool.window();
        for (int i = 0; i < n * y.elements(); i++) {
            int p = i % y.pixels();
            for (int k = 0; k < w.kernelHeight() * w.kernelWidth(); k++) {
                int pixel = pixel(w, x, p / y.width(), p % y.width(), k);
                if (pixel >= 0) {
                    read.at(i, i / y.pixels() * x.pixels() + pixel);
                }
            }
        }
    }

    static double[] pool(Op.Pool2d pool, int n, TensorShape xs, TensorShape ys, double[] x) {
        double[] y = new double[Math.toIntExact(n * ys.elements())];
        if (pool.kind() == Op.Pool2d.Kind.MAX) {
            java.util.Arrays.fill(y, Double.NEGATIVE_INFINITY);
            windows(pool, n, xs, ys, (yi, xi) -> y[yi] = Math.max(y[yi], x[xi]));
        } else {
            windows(pool, n, xs, ys, (yi, xi) -> y[yi] += x[xi] / divisor(pool, xs, ys, yi));
        }
        return y;
    }

    /** What an average divides by: PyTorch's rule, by which ceil mode's overhang never counts and padding only if asked. */
    static double divisor(Op.Pool2d pool, TensorShape xs, TensorShape ys, int yi) {
        Window w = pool.window();
        int p = yi % ys.pixels();
        int count = 0;
        for (int k = 0; k < w.kernelHeight() * w.kernelWidth(); k++) {
            int row = p / ys.width() * w.strideHeight() - w.top() + k / w.kernelWidth() * w.dilationHeight();
            int column = p % ys.width() * w.strideWidth() - w.left() + k % w.kernelWidth() * w.dilationWidth();
            boolean real = row >= 0 && row < xs.height() && column >= 0 && column < xs.width();
            boolean padding = row < xs.height() + w.bottom() && column < xs.width() + w.right();
            count += real || (pool.countIncludePad() && padding) ? 1 : 0;
        }
        return count;
    }

    static double[] globalAverage(int n, TensorShape xs, double[] x) {
        double[] y = new double[n * xs.channels()];
        for (int i = 0; i < x.length; i++) {
            y[i / xs.pixels()] += x[i] / xs.pixels();
        }
        return y;
    }

    static double[] subsample(int n, TensorShape xs, TensorShape ys, Op.Subsample s, double[] x) {
        double[] y = new double[Math.toIntExact(n * ys.elements())];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[subsampled(i, xs, ys, s)];
        }
        return y;
    }

    /** Where the element of an output comes from. */
    static int subsampled(int yi, TensorShape xs, TensorShape ys, Op.Subsample s) {
        int p = yi % ys.pixels();
        int pixel = p / ys.width() * s.strideHeight() * xs.width() + p % ys.width() * s.strideWidth();
        return yi / ys.pixels() * xs.pixels() + pixel;
    }

    /** As many channels as both have, from one of x to one of y. */
    static double[] copyChannels(int n, TensorShape xs, double[] x, int from, double[] y, TensorShape ys, int to) {
        int channels = Math.min(xs.channels() - from, ys.channels() - to);
        for (int image = 0; image < n; image++) {
            System.arraycopy(
                    x,
                    (image * xs.channels() + from) * xs.pixels(),
                    y,
                    (image * ys.channels() + to) * ys.pixels(),
                    channels * xs.pixels());
        }
        return y;
    }

    /** By element; a second factor of one pixel counts for all. */
    static double[] multiply(int n, Node node, List<double[]> in) {
        double[] x = in.getFirst();
        int repeat = x.length / in.get(1).length;
        double[] y = new double[n * Math.toIntExact(node.output().shape().elements())];
        Arrays.setAll(y, i -> x[i] * in.get(1)[i / repeat]);
        return y;
    }

    static double[] concat(int n, Node node, List<double[]> in) {
        TensorShape ys = node.output().shape();
        double[] y = new double[Math.toIntExact(n * ys.elements())];
        int at = 0;
        for (int i = 0; i < in.size(); i++) {
            Value input = node.inputs().get(i);
            copyChannels(n, input.shape(), in.get(i), 0, y, ys, at);
            at += input.shape().channels();
        }
        return y;
    }
}
