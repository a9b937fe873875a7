package nets;

import castnet.runtime.gpu.GpuArgument;
import castnet.runtime.gpu.GpuLaunch;
import castnet.runtime.gpu.GpuPacking;
import castnet.runtime.gpu.GpuProgram;
import castnet.runtime.gpu.GpuTensor;
import castnet.runtime.gpu.GpuWeight;
import castnet.runtime.weights.FoldedConv;
import castnet.runtime.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * {@code nets.Plain} on NVIDIA GPUs: what a driver compiles, allocates and launches.
 */
@Generated("castnet.processor.CastnetProcessor")
public final class CompiledPlainCuda {
    private CompiledPlainCuda() {
    }

    /**
     * Kernels, memory, weights and launches.
     */
    public static GpuProgram program() {
        return new GpuProgram(CompiledPlainCuda.class, "Plain", "CompiledPlain.cu", 1792L, weights(), launches(), new GpuTensor(0L, 3, 8, 8), new GpuTensor(64L, 2, 1, 1));
    }

    private static List<GpuWeight> weights() {
        List<GpuWeight> all = new ArrayList<>(2);
        weights1(all);
        return all;
    }

    private static void weights1(List<GpuWeight> all) {
        all.add(new GpuWeight("features", 112, CompiledPlainCuda::features));
        all.add(new GpuWeight("head", 10, CompiledPlainCuda::head));
    }

    private static List<GpuLaunch> launches() {
        List<GpuLaunch> all = new ArrayList<>(5);
        launches1(all);
        return all;
    }

    private static void launches1(List<GpuLaunch> all) {
        all.add(new GpuLaunch("transpose_3x64", "input", 2, 1, 256, 0, List.of(arena(0L), arena(1024L))));
        all.add(new GpuLaunch("direct3x3_3x8x8_to_4x8x8_relu", "features", 1, 1, 256, 0, List.of(arena(1024L), weight(0), arena(0L))));
        all.add(new GpuLaunch("max2x2_4x8x8_to_4x4x4", "features.maxPool", 1, 1, 256, 0, List.of(arena(0L), arena(1024L))));
        all.add(new GpuLaunch("global_average_4x4x4", "head.globalAvgPool", 1, 1, 256, 0, List.of(arena(1024L), arena(0L))));
        all.add(new GpuLaunch("linear_4_to_2", "head", 1, 1, 256, 0, List.of(arena(0L), weight(1), arena(64L))));
    }

    private static GpuArgument arena(long offset) {
        return new GpuArgument.Arena(offset);
    }

    private static GpuArgument weight(int index) {
        return new GpuArgument.Weight(index);
    }

    private static float[] features(Weights weights) {
        return GpuPacking.convolution(FoldedConv.of(weights, "features.weight", null, "features_bn", 1.0E-5), 4, 3, 9);
    }

    private static float[] head(Weights weights) {
        return GpuPacking.convolution(FoldedConv.of(weights, "head.weight", "head.bias", null, 0.0), 2, 4, 1);
    }
}
