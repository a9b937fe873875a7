package castnet.processor.pass.rewrite;

import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Window;
import castnet.processor.pass.analysis.StridedBox;
import castnet.processor.pass.analysis.StridedInterval;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The window that computes some pixels of an output from some pixels of an input. Output line {@code o} reads lines
 * {@code o·stride − before + k·dilation}; with {@code o = o₀ + i·oₛ} and line {@code x₀ + q·xₛ} of the input stored as its
 * {@code q}-th, that is {@code q = i·(oₛ·stride/xₛ) − (before + x₀ − o₀·stride)/xₛ + k·dilation/xₛ}: a window again, where the
 * divisions leave no remainder.
 */
final class BoxedWindow {
    private BoxedWindow() {}

    /** One axis of a window. */
    private record Axis(int kernel, int stride, int dilation, int before, int after) {
        int span() {
            return dilation * (kernel - 1) + 1;
        }

        @Nullable
        Axis boxed(StridedInterval input, StridedInterval output) {
            int newStride = output.count() == 1 ? input.step() : output.step() * stride;
            int newDilation = kernel == 1 ? input.step() : dilation;
            int newBefore = before + input.start() - output.start() * stride;
            if (newStride % input.step() != 0
                    || newDilation % input.step() != 0
                    || newBefore % input.step() != 0
                    || newBefore < 0) {
                return null;
            }
            Axis axis =
                    new Axis(kernel, newStride / input.step(), newDilation / input.step(), newBefore / input.step(), 0);
            int end = (output.count() - 1) * axis.stride + axis.span() - axis.before;
            return new Axis(kernel, axis.stride, axis.dilation, axis.before, Math.max(0, end - input.count()));
        }

        /** Whether some windows hang over the padded input, as ceil mode lets them. */
        boolean overhangs(int outputs, int size) {
            return (outputs - 1) * stride + span() - before > size + after;
        }
    }

    /** The op that computes the box {@code y} of its output from the box {@code x} of its input; empty if there is none. */
    static Optional<Op.Conv2d> convolution(Op.Conv2d conv, StridedBox x, StridedBox y) {
        return boxed(conv.window(), x, y).map(conv::with);
    }

    /** The pool that computes the box {@code y} of its output from the box {@code x} of its input; empty if there is none. */
    static Optional<Op.Pool2d> pool(
            Op.Pool2d pool, TensorShape inputShape, TensorShape outputShape, StridedBox x, StridedBox y) {
        Window w = pool.window();
        boolean overhangs = rows(w).overhangs(outputShape.height(), inputShape.height())
                || columns(w).overhangs(outputShape.width(), inputShape.width());
        // An average that counts padding, but not what hangs over it, divides by numbers that another padding changes.
        return pool.countIncludePad() && overhangs
                ? Optional.empty()
                : boxed(w, x, y).map(b -> new Op.Pool2d(pool.kind(), b, pool.countIncludePad()));
    }

    private static Optional<Window> boxed(Window w, StridedBox x, StridedBox y) {
        Axis rows = rows(w).boxed(x.rows(), y.rows());
        Axis columns = columns(w).boxed(x.columns(), y.columns());
        return rows == null || columns == null
                ? Optional.empty()
                : Optional.of(new Window(
                        rows.kernel,
                        columns.kernel,
                        rows.stride,
                        columns.stride,
                        rows.before,
                        columns.before,
                        rows.after,
                        columns.after,
                        rows.dilation,
                        columns.dilation,
                        false));
    }

    private static Axis rows(Window w) {
        return new Axis(w.kernelHeight(), w.strideHeight(), w.dilationHeight(), w.top(), w.bottom());
    }

    private static Axis columns(Window w) {
        return new Axis(w.kernelWidth(), w.strideWidth(), w.dilationWidth(), w.left(), w.right());
    }
}
