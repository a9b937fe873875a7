package castnet.processor.plan.cuda;

import castnet.processor.graph.Epilogue;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Window;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Parts of names, parameters and grids. */
final class KernelParts {
    static final List<CudaKernel.Parameter> X_Y = of("x", "y");

    private KernelParts() {}

    static int blocks(long elements) {
        return Math.toIntExact(Math.ceilDiv(elements, (long) CudaKernel.THREADS));
    }

    static List<CudaKernel.Parameter> weighted(Epilogue epilogue) {
        return epilogue.add() ? of("x", "w", "r", "y") : of("x", "w", "y");
    }

    static List<CudaKernel.Parameter> numbered(int inputs) {
        return Stream.concat(
                        IntStream.range(0, inputs).mapToObj(i -> CudaKernel.Parameter.read("x" + i)),
                        Stream.of(CudaKernel.Parameter.written("y")))
                .toList();
    }

    /** The last is written. */
    static List<CudaKernel.Parameter> of(String... names) {
        return IntStream.range(0, names.length)
                .mapToObj(i -> i + 1 == names.length
                        ? CudaKernel.Parameter.written(names[i])
                        : CudaKernel.Parameter.read(names[i]))
                .toList();
    }

    static String of(TensorShape s) {
        return "%dx%dx%d".formatted(s.channels(), s.height(), s.width());
    }

    static String of(Epilogue epilogue) {
        return (epilogue.add() ? "_add" : "") + (epilogue.relu() ? "_relu" : "");
    }

    static String convolution(String what, TensorShape x, TensorShape y, Window w, int groups) {
        return "%s%dx%d_%s_to_%s%s"
                .formatted(
                        what, w.kernelHeight(), w.kernelWidth(), of(x), of(y), groups == 1 ? "" : "_groups" + groups);
    }
}
