package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.SPECIES;
import static castnet.runtime.kernel.PixelTiles.OUTPUT;
import static castnet.runtime.kernel.PixelTiles.RESIDUAL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Six pixels × one vector of channels of a depthwise convolution with any kernel. For {@code 0 <= p < 6}, {@code 0 <= j < LANES}:
 *
 * <pre>
 *   y[output(p) + c + j] = epilogue( b[c + j] + sum over 0 <= i < taps / kernelWidth, 0 <= t < kernelWidth
 *                                    of x[input(p) + c + i * rowStep + t * tapStep + j] * w[(kernelWidth * i + t) * wStep + c + j] )
 * </pre>
 *
 * <p>{@code at[t ...]} is one entry of {@link PixelTiles}. The sum starts from the bias and runs in the order of the taps, in one
 * loop, the offset of a tap carried along. Aliasing as in {@link Gemm6x2}; one method per epilogue for the same reason.
 */
final class DepthwiseTile6 {

    private DepthwiseTile6() {}

    /** The epilogue {@code e} of one tile; {@code r} is read by the adding ones only. */
    static void tile(
            Epilogue e,
            float[] x,
            int[] at,
            int t,
            int taps,
            int kernelWidth,
            int rowStep,
            int tapStep,
            float[] w,
            int wStep,
            float[] b,
            float[] r,
            float[] y,
            int c) {
        switch (e) {
            case BIAS -> bias(x, at, t, taps, kernelWidth, rowStep, tapStep, w, wStep, b, y, c);
            case BIAS_RELU -> biasRelu(x, at, t, taps, kernelWidth, rowStep, tapStep, w, wStep, b, y, c);
            case BIAS_ADD -> biasAdd(x, at, t, taps, kernelWidth, rowStep, tapStep, w, wStep, b, r, y, c);
            case BIAS_ADD_RELU -> biasAddRelu(x, at, t, taps, kernelWidth, rowStep, tapStep, w, wStep, b, r, y, c);
        }
    }

    /** {@code y = b + sum}. */
    static void bias(
            float[] x,
            int[] at,
            int t,
            int taps,
            int kernelWidth,
            int rowStep,
            int tapStep,
            float[] w,
            int wStep,
            float[] b,
            float[] y,
            int c) {
        int x0 = at[t + 0] + c;
        int x1 = at[t + 1] + c;
        int x2 = at[t + 2] + c;
        int x3 = at[t + 3] + c;
        int x4 = at[t + 4] + c;
        int x5 = at[t + 5] + c;
        FloatVector sum0 = FloatVector.fromArray(SPECIES, b, c);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        FloatVector sum4 = sum0;
        FloatVector sum5 = sum0;
        int nextRow = rowStep - (kernelWidth - 1) * tapStep;
        int column = 0;
        int offset = 0;
        for (int tap = 0; tap < taps; tap++) {
            FloatVector weight = FloatVector.fromArray(SPECIES, w, tap * wStep + c);
            sum0 = FloatVector.fromArray(SPECIES, x, x0 + offset).fma(weight, sum0);
            sum1 = FloatVector.fromArray(SPECIES, x, x1 + offset).fma(weight, sum1);
            sum2 = FloatVector.fromArray(SPECIES, x, x2 + offset).fma(weight, sum2);
            sum3 = FloatVector.fromArray(SPECIES, x, x3 + offset).fma(weight, sum3);
            sum4 = FloatVector.fromArray(SPECIES, x, x4 + offset).fma(weight, sum4);
            sum5 = FloatVector.fromArray(SPECIES, x, x5 + offset).fma(weight, sum5);
            column++;
            boolean rowEnds = column == kernelWidth;
            offset += rowEnds ? nextRow : tapStep;
            column = rowEnds ? 0 : column;
        }
        sum0.intoArray(y, at[t + OUTPUT + 0] + c);
        sum1.intoArray(y, at[t + OUTPUT + 1] + c);
        sum2.intoArray(y, at[t + OUTPUT + 2] + c);
        sum3.intoArray(y, at[t + OUTPUT + 3] + c);
        sum4.intoArray(y, at[t + OUTPUT + 4] + c);
        sum5.intoArray(y, at[t + OUTPUT + 5] + c);
    }

    /** {@code y = max(0, b + sum)}. */
    static void biasRelu(
            float[] x,
            int[] at,
            int t,
            int taps,
            int kernelWidth,
            int rowStep,
            int tapStep,
            float[] w,
            int wStep,
            float[] b,
            float[] y,
            int c) {
        int x0 = at[t + 0] + c;
        int x1 = at[t + 1] + c;
        int x2 = at[t + 2] + c;
        int x3 = at[t + 3] + c;
        int x4 = at[t + 4] + c;
        int x5 = at[t + 5] + c;
        FloatVector sum0 = FloatVector.fromArray(SPECIES, b, c);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        FloatVector sum4 = sum0;
        FloatVector sum5 = sum0;
        int nextRow = rowStep - (kernelWidth - 1) * tapStep;
        int column = 0;
        int offset = 0;
        for (int tap = 0; tap < taps; tap++) {
            FloatVector weight = FloatVector.fromArray(SPECIES, w, tap * wStep + c);
            sum0 = FloatVector.fromArray(SPECIES, x, x0 + offset).fma(weight, sum0);
            sum1 = FloatVector.fromArray(SPECIES, x, x1 + offset).fma(weight, sum1);
            sum2 = FloatVector.fromArray(SPECIES, x, x2 + offset).fma(weight, sum2);
            sum3 = FloatVector.fromArray(SPECIES, x, x3 + offset).fma(weight, sum3);
            sum4 = FloatVector.fromArray(SPECIES, x, x4 + offset).fma(weight, sum4);
            sum5 = FloatVector.fromArray(SPECIES, x, x5 + offset).fma(weight, sum5);
            column++;
            boolean rowEnds = column == kernelWidth;
            offset += rowEnds ? nextRow : tapStep;
            column = rowEnds ? 0 : column;
        }
        sum0.blend(0f, sum0.compare(VectorOperators.LE, 0f)).intoArray(y, at[t + OUTPUT + 0] + c);
        sum1.blend(0f, sum1.compare(VectorOperators.LE, 0f)).intoArray(y, at[t + OUTPUT + 1] + c);
        sum2.blend(0f, sum2.compare(VectorOperators.LE, 0f)).intoArray(y, at[t + OUTPUT + 2] + c);
        sum3.blend(0f, sum3.compare(VectorOperators.LE, 0f)).intoArray(y, at[t + OUTPUT + 3] + c);
        sum4.blend(0f, sum4.compare(VectorOperators.LE, 0f)).intoArray(y, at[t + OUTPUT + 4] + c);
        sum5.blend(0f, sum5.compare(VectorOperators.LE, 0f)).intoArray(y, at[t + OUTPUT + 5] + c);
    }

    /** {@code y = b + sum + r}. */
    static void biasAdd(
            float[] x,
            int[] at,
            int t,
            int taps,
            int kernelWidth,
            int rowStep,
            int tapStep,
            float[] w,
            int wStep,
            float[] b,
            float[] r,
            float[] y,
            int c) {
        int x0 = at[t + 0] + c;
        int x1 = at[t + 1] + c;
        int x2 = at[t + 2] + c;
        int x3 = at[t + 3] + c;
        int x4 = at[t + 4] + c;
        int x5 = at[t + 5] + c;
        FloatVector sum0 = FloatVector.fromArray(SPECIES, b, c);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        FloatVector sum4 = sum0;
        FloatVector sum5 = sum0;
        int nextRow = rowStep - (kernelWidth - 1) * tapStep;
        int column = 0;
        int offset = 0;
        for (int tap = 0; tap < taps; tap++) {
            FloatVector weight = FloatVector.fromArray(SPECIES, w, tap * wStep + c);
            sum0 = FloatVector.fromArray(SPECIES, x, x0 + offset).fma(weight, sum0);
            sum1 = FloatVector.fromArray(SPECIES, x, x1 + offset).fma(weight, sum1);
            sum2 = FloatVector.fromArray(SPECIES, x, x2 + offset).fma(weight, sum2);
            sum3 = FloatVector.fromArray(SPECIES, x, x3 + offset).fma(weight, sum3);
            sum4 = FloatVector.fromArray(SPECIES, x, x4 + offset).fma(weight, sum4);
            sum5 = FloatVector.fromArray(SPECIES, x, x5 + offset).fma(weight, sum5);
            column++;
            boolean rowEnds = column == kernelWidth;
            offset += rowEnds ? nextRow : tapStep;
            column = rowEnds ? 0 : column;
        }
        sum0 = sum0.add(FloatVector.fromArray(SPECIES, r, at[t + RESIDUAL + 0] + c));
        sum1 = sum1.add(FloatVector.fromArray(SPECIES, r, at[t + RESIDUAL + 1] + c));
        sum2 = sum2.add(FloatVector.fromArray(SPECIES, r, at[t + RESIDUAL + 2] + c));
        sum3 = sum3.add(FloatVector.fromArray(SPECIES, r, at[t + RESIDUAL + 3] + c));
        sum4 = sum4.add(FloatVector.fromArray(SPECIES, r, at[t + RESIDUAL + 4] + c));
        sum5 = sum5.add(FloatVector.fromArray(SPECIES, r, at[t + RESIDUAL + 5] + c));
        sum0.intoArray(y, at[t + OUTPUT + 0] + c);
        sum1.intoArray(y, at[t + OUTPUT + 1] + c);
        sum2.intoArray(y, at[t + OUTPUT + 2] + c);
        sum3.intoArray(y, at[t + OUTPUT + 3] + c);
        sum4.intoArray(y, at[t + OUTPUT + 4] + c);
        sum5.intoArray(y, at[t + OUTPUT + 5] + c);
    }

    /** {@code y = max(0, b + sum + r)}. */
    static void biasAddRelu(
            float[] x,
            int[] at,
            int t,
            int taps,
            int kernelWidth,
            int rowStep,
            int tapStep,
            float[] w,
            int wStep,
            float[] b,
            float[] r,
            float[] y,
            int c) {
        int x0 = at[t + 0] + c;
        int x1 = at[t + 1] + c;
        int x2 = at[t + 2] + c;
        int x3 = at[t + 3] + c;
        int x4 = at[t + 4] + c;
        int x5 = at[t + 5] + c;
        FloatVector sum0 = FloatVector.fromArray(SPECIES, b, c);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        FloatVector sum4 = sum0;
        FloatVector sum5 = sum0;
        int nextRow = rowStep - (kernelWidth - 1) * tapStep;
        int column = 0;
        int offset = 0;
        for (int tap = 0; tap < taps; tap++) {
            FloatVector weight = FloatVector.fromArray(SPECIES, w, tap * wStep + c);
            sum0 = FloatVector.fromArray(SPECIES, x, x0 + offset).fma(weight, sum0);
            sum1 = FloatVector.fromArray(SPECIES, x, x1 + offset).fma(weight, sum1);
            sum2 = FloatVector.fromArray(SPECIES, x, x2 + offset).fma(weight, sum2);
            sum3 = FloatVector.fromArray(SPECIES, x, x3 + offset).fma(weight, sum3);
            sum4 = FloatVector.fromArray(SPECIES, x, x4 + offset).fma(weight, sum4);
            sum5 = FloatVector.fromArray(SPECIES, x, x5 + offset).fma(weight, sum5);
            column++;
            boolean rowEnds = column == kernelWidth;
            offset += rowEnds ? nextRow : tapStep;
            column = rowEnds ? 0 : column;
        }
        sum0 = sum0.add(FloatVector.fromArray(SPECIES, r, at[t + RESIDUAL + 0] + c));
        sum1 = sum1.add(FloatVector.fromArray(SPECIES, r, at[t + RESIDUAL + 1] + c));
        sum2 = sum2.add(FloatVector.fromArray(SPECIES, r, at[t + RESIDUAL + 2] + c));
        sum3 = sum3.add(FloatVector.fromArray(SPECIES, r, at[t + RESIDUAL + 3] + c));
        sum4 = sum4.add(FloatVector.fromArray(SPECIES, r, at[t + RESIDUAL + 4] + c));
        sum5 = sum5.add(FloatVector.fromArray(SPECIES, r, at[t + RESIDUAL + 5] + c));
        sum0.blend(0f, sum0.compare(VectorOperators.LE, 0f)).intoArray(y, at[t + OUTPUT + 0] + c);
        sum1.blend(0f, sum1.compare(VectorOperators.LE, 0f)).intoArray(y, at[t + OUTPUT + 1] + c);
        sum2.blend(0f, sum2.compare(VectorOperators.LE, 0f)).intoArray(y, at[t + OUTPUT + 2] + c);
        sum3.blend(0f, sum3.compare(VectorOperators.LE, 0f)).intoArray(y, at[t + OUTPUT + 3] + c);
        sum4.blend(0f, sum4.compare(VectorOperators.LE, 0f)).intoArray(y, at[t + OUTPUT + 4] + c);
        sum5.blend(0f, sum5.compare(VectorOperators.LE, 0f)).intoArray(y, at[t + OUTPUT + 5] + c);
    }
}
