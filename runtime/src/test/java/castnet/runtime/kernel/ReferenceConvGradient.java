package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;

/**
 * Gradients of a convolution in double, term by term of its definition: the plain twin of {@link ConvGradient}. Every term
 * {@code dy[p, o] · x[p + tap, c] · w[o, c, tap]} of the loss gives one to each gradient.
 */
final class ReferenceConvGradient {
    final double[] dx;
    final double[] dw;
    final double[] db;
    /** Sums of the absolute values of the terms. */
    final double[] dxMagnitude;

    final double[] dwMagnitude;
    final double[] dbMagnitude;

    private final ConvShape s;

    /** Of {@code x} and {@code dy} as NCHW, {@code oihw} from {@code offset} on. */
    ReferenceConvGradient(ConvShape s, double[] x, float[] oihw, int offset, double[] dy, int n) {
        this.s = s;
        Layout out = s.out();
        int weights = out.channels() * (s.in().channels() / s.groups()) * s.kernelHeight() * s.kernelWidth();
        dx = new double[x.length];
        dw = new double[weights];
        db = new double[out.channels()];
        dxMagnitude = new double[x.length];
        dwMagnitude = new double[weights];
        dbMagnitude = new double[out.channels()];
        for (int i = 0; i < dy.length; i++) {
            int column = i % out.width();
            int row = i / out.width() % out.height();
            int o = i / out.pixels() % out.channels();
            db[o] += dy[i];
            dbMagnitude[o] += Math.abs(dy[i]);
            output(x, oihw, offset, dy[i], i / out.pixels() / out.channels(), o, row, column);
        }
        if (n * out.channels() * out.pixels() != dy.length) {
            throw new IllegalArgumentException("dy has another shape");
        }
    }

    private void output(double[] x, float[] oihw, int offset, double dy, int image, int o, int row, int column) {
        Layout in = s.in();
        int groupIn = in.channels() / s.groups();
        int firstChannel = o / (s.out().channels() / s.groups()) * groupIn;
        int k = o * groupIn * s.kernelHeight() * s.kernelWidth();
        for (int c = 0; c < groupIn; c++) {
            for (int i = 0; i < s.kernelHeight(); i++) {
                for (int j = 0; j < s.kernelWidth(); j++, k++) {
                    int y = row * s.strideHeight() - s.padTop() + i * s.dilationHeight();
                    int at = column * s.strideWidth() - s.padLeft() + j * s.dilationWidth();
                    if (y >= 0 && y < in.height() && at >= 0 && at < in.width()) {
                        int q = ((image * in.channels() + firstChannel + c) * in.height() + y) * in.width() + at;
                        dx[q] += dy * oihw[offset + k];
                        dxMagnitude[q] += Math.abs(dy * oihw[offset + k]);
                        dw[k] += dy * x[q];
                        dwMagnitude[k] += Math.abs(dy * x[q]);
                    }
                }
            }
        }
    }
}
