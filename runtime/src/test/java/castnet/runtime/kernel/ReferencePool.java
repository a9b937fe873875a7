package castnet.runtime.kernel;

import java.util.Arrays;

/** Pooling in double as its definition says it, over NCHW values, with PyTorch's rules: the plain twin of {@link Pooling}. */
final class ReferencePool {
    private final PoolShape s;
    private final int maps;

    /** {@code maps} = images × channels. */
    ReferencePool(PoolShape s, int maps) {
        this.s = s;
        this.maps = maps;
    }

    /** Called for each output element and each input element of its window, {@code at} = -1 for padding. */
    private interface Term {
        void at(int output, int at);
    }

    private void forEachTerm(Term term) {
        int height = s.in().height();
        int width = s.in().width();
        for (int o = 0; o < maps * s.out().pixels(); o++) {
            int map = o / s.out().pixels();
            int row = o % s.out().pixels() / s.out().width() * s.strideHeight() - s.padTop();
            int column = o % s.out().width() * s.strideWidth() - s.padLeft();
            for (int i = 0; i < s.kernelHeight(); i++) {
                for (int j = 0; j < s.kernelWidth(); j++) {
                    int y = row + i * s.dilationHeight();
                    int x = column + j * s.dilationWidth();
                    // What lies beyond the padding is there because of ceil mode, and counts for nothing.
                    if (y < height + s.padBottom() && x < width + s.padRight()) {
                        boolean inside = y >= 0 && y < height && x >= 0 && x < width;
                        term.at(o, inside ? (map * height + y) * width + x : -1);
                    }
                }
            }
        }
    }

    double[] max(double[] x) {
        double[] y = new double[maps * s.out().pixels()];
        Arrays.fill(y, Double.NEGATIVE_INFINITY);
        forEachTerm((o, at) -> y[o] = at < 0 ? y[o] : Math.max(y[o], x[at]));
        return y;
    }

    double[] maxGradient(double[] x, double[] dy) {
        double[] y = max(x);
        double[] dx = new double[x.length];
        boolean[] given = new boolean[dy.length];
        forEachTerm((o, at) -> {
            if (at >= 0 && x[at] == y[o] && !given[o]) {
                given[o] = true;
                dx[at] += dy[o];
            }
        });
        return dx;
    }

    private int[] divisors(boolean countIncludePad) {
        int[] divisors = new int[maps * s.out().pixels()];
        forEachTerm((o, at) -> divisors[o] += countIncludePad || at >= 0 ? 1 : 0);
        return divisors;
    }

    double[] average(double[] x, boolean countIncludePad) {
        int[] divisors = divisors(countIncludePad);
        double[] y = new double[divisors.length];
        forEachTerm((o, at) -> y[o] += at < 0 ? 0 : x[at] / divisors[o]);
        return y;
    }

    double[] averageGradient(double[] dy, boolean countIncludePad) {
        int[] divisors = divisors(countIncludePad);
        double[] dx = new double[maps * s.in().pixels()];
        forEachTerm((o, at) -> {
            if (at >= 0) {
                dx[at] += dy[o] / divisors[o];
            }
        });
        return dx;
    }
}
