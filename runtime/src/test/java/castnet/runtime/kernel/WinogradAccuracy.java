package castnet.runtime.kernel;

import castnet.runtime.kernel.ConvShapes.Spec;
import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.List;
import java.util.Random;

/**
 * Errors of a 3×3 layer computed directly and through Winograd's transforms, against arithmetic in double: the largest relative to
 * the largest result, and root mean squares. Input as behind a ReLU of a normal distribution, weights as initialised by He. The
 * command is in {@code docs/accuracy.md}.
 */
public final class WinogradAccuracy {
    private static final List<ConvKernel> KERNELS =
            List.of(ConvKernel.ROWS3, ConvKernel.WINOGRAD_F2, ConvKernel.WINOGRAD_F4);
    private static final int[][] LAYERS = {{64, 56}, {128, 28}, {256, 14}, {512, 7}, {16, 32}, {32, 16}, {64, 8}};

    private WinogradAccuracy() {}

    /** Prints a table. */
    public static void main(String[] arguments) {
        for (int[] layer : LAYERS) {
            int channels = layer[0];
            ConvShape s = Spec.of(channels, channels, layer[1], 3, 1, 1, 1).shape();
            Random random = new Random(1);
            float[] x = input(s, random);
            float[] oihw = new float[channels * channels * 9];
            for (int i = 0; i < oihw.length; i++) {
                oihw[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / (9 * channels)));
            }
            float[] bias = new float[Layout.roundUp(channels)];
            double[] expected = ReferenceConv.forward(s, x, 0, oihw, 0, bias, 1).values();
            System.out.printf("| %d→%d @%d² |", channels, channels, layer[1]);
            for (ConvKernel kernel : KERNELS) {
                float[] y = new float[s.out().imageStride()];
                ConvKernel.Call call =
                        new ConvKernel.Call(s, x, 0, kernel.pack(s, oihw, 0), bias, y, 0, s.out(), y, 0, 1);
                kernel.run(Epilogue.BIAS, call, Worker.alone(kernel.scratchFloats(s)));
                print(s.out(), y, expected);
            }
            System.out.println();
        }
    }

    private static float[] input(ConvShape s, Random random) {
        Layout in = s.in();
        float[] x = new float[in.imageStride()];
        for (int row = 0; row < in.height(); row++) {
            for (int column = 0; column < in.width(); column++) {
                for (int c = 0; c < in.channels(); c++) {
                    x[in.offset(row, column) + c] = (float) Math.max(0, random.nextGaussian());
                }
            }
        }
        return x;
    }

    private static void print(Layout out, float[] y, double[] expected) {
        double largest = 0;
        double worst = 0;
        double squares = 0;
        double errors = 0;
        for (int i = 0; i < expected.length; i++) {
            int pixel = i % out.pixels();
            int at = out.offset(pixel / out.width(), pixel % out.width()) + i / out.pixels();
            double error = y[at] - expected[i];
            largest = Math.max(largest, Math.abs(expected[i]));
            worst = Math.max(worst, Math.abs(error));
            squares += expected[i] * expected[i];
            errors += error * error;
        }
        System.out.printf(" %.1e | %.1e |", worst / largest, Math.sqrt(errors / squares));
    }
}
