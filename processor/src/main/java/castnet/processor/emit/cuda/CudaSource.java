package castnet.processor.emit.cuda;

import castnet.processor.plan.cuda.CudaKernel;
import castnet.processor.plan.cuda.CudaPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the CUDA C of a network: the algorithms that it needs, then a kernel per distinct signature. */
public final class CudaSource {
    /** More layers than this are counted in a kernel's comment. */
    private static final int LAYERS = 4;

    private CudaSource() {}

    /** The whole file. */
    public static String of(String network, List<CudaPlan.Named> kernels) {
        Set<String> parts = new LinkedHashSet<>(List.of("common"));
        kernels.forEach(named -> parts.addAll(KernelText.parts(named.kernel())));
        StringBuilder text = new StringBuilder("""
                // %s on NVIDIA GPUs. Written by castnet.processor.CastnetProcessor.
                // Tensors are float, NHWC, dense, image after image; the grid's third dimension is the image.
                // Weights are [tap][input channel][output channel], the bias behind them, batch norm folded in.

                """.formatted(network));
        parts.forEach(part -> text.append(resource(part)).append('\n'));
        kernels.forEach(kernel -> text.append(kernel(kernel)).append('\n'));
        return text.toString();
    }

    private static String kernel(CudaPlan.Named named) {
        CudaKernel kernel = named.kernel();
        String parameters =
                kernel.parameters().stream().map(p -> p.type() + " " + p.name()).collect(Collectors.joining(", "));
        return comment(named)
                + KernelText.constants(named)
                // One block at a time is enough: to make room for more, ptxas spills.
                + "extern \"C\" __global__ void __launch_bounds__(%d, 1)\n".formatted(kernel.threads())
                + "%s(%s) {\n".formatted(named.name(), parameters)
                + KernelText.body(named).indent(4)
                + "}\n";
    }

    private static String comment(CudaPlan.Named named) {
        List<String> layers = named.layers();
        String text = layers.stream().limit(LAYERS).map(l -> "// " + l + "\n").collect(Collectors.joining());
        return layers.size() <= LAYERS ? text : text + "// and %d more\n".formatted(layers.size() - LAYERS);
    }

    private static String resource(String part) {
        String name = part + ".cuh";
        try (InputStream in = CudaSource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the processor's jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
