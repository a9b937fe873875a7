package nets;

import castnet.runtime.gpu.GpuArgument;
import castnet.runtime.gpu.GpuLaunch;
import castnet.runtime.gpu.GpuPacking;
import castnet.runtime.gpu.GpuProgram;
import castnet.runtime.gpu.GpuTensor;
import castnet.runtime.gpu.GpuTraining;
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

    /**
     * A step of training, up to the gradients.
     */
    public static GpuTraining training() {
        return new GpuTraining(CompiledPlainCuda.class, "Plain", "CompiledPlain.training.cu", 4928L, 27680L, parameters(), statistics(), forward(), backward(), new GpuTensor(0L, 3, 8, 8), new GpuTensor(2112L, 2, 1, 1));
    }

    private static List<GpuTraining.Array> parameters() {
        List<GpuTraining.Array> all = new ArrayList<>(5);
        parameters1(all);
        return all;
    }

    private static void parameters1(List<GpuTraining.Array> all) {
        all.add(new GpuTraining.Array("features.weight", 0, 4, 3, 9));
        all.add(new GpuTraining.Array("features_bn.weight", 108, 4, 1, 1));
        all.add(new GpuTraining.Array("features_bn.bias", 112, 4, 1, 1));
        all.add(new GpuTraining.Array("head.weight", 116, 2, 4, 1));
        all.add(new GpuTraining.Array("head.bias", 124, 2, 1, 1));
    }

    private static List<GpuTraining.Array> statistics() {
        List<GpuTraining.Array> all = new ArrayList<>(2);
        statistics1(all);
        return all;
    }

    private static void statistics1(List<GpuTraining.Array> all) {
        all.add(new GpuTraining.Array("features_bn.running_mean", 0, 4, 1, 1));
        all.add(new GpuTraining.Array("features_bn.running_var", 4, 4, 1, 1));
    }

    private static List<GpuTraining.Launch> forward() {
        List<GpuTraining.Launch> all = new ArrayList<>(10);
        forward1(all);
        return all;
    }

    private static void forward1(List<GpuTraining.Launch> all) {
        all.add(new GpuTraining.Launch("transpose_3x64", "input", 2, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 0L), at(GpuTraining.Memory.ARENA, 4096L))));
        all.add(new GpuTraining.Launch("direct3x3_3x8x8_to_4x8x8", "features", 1, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 4096L), at(GpuTraining.Memory.PARAMETERS, 0L), at(GpuTraining.Memory.ARENA, 0L))));
        all.add(new GpuTraining.Launch("norm_moments_4x8x8", "features_bn", 1, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 0L), at(GpuTraining.Memory.ARENA, 2048L))));
        all.add(new GpuTraining.Launch("norm_finish_4x8x8", "features_bn", 1, 1, 1, 256, List.of(at(GpuTraining.Memory.ARENA, 2048L), at(GpuTraining.Memory.STEP, 0L), at(GpuTraining.Memory.STATISTICS, 0L), at(GpuTraining.Memory.STATISTICS, 16L), at(GpuTraining.Memory.FIXED, 0L))));
        all.add(new GpuTraining.Launch("norm_apply_4x8x8_relu", "features_bn", 1, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 0L), at(GpuTraining.Memory.FIXED, 0L), at(GpuTraining.Memory.PARAMETERS, 432L), at(GpuTraining.Memory.PARAMETERS, 448L), at(GpuTraining.Memory.ARENA, 1024L))));
        all.add(new GpuTraining.Launch("max2x2_4x8x8_to_4x4x4", "features.maxPool", 1, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 1024L), at(GpuTraining.Memory.ARENA, 2048L))));
        all.add(new GpuTraining.Launch("global_average_4x4x4", "head.globalAvgPool", 1, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 2048L), at(GpuTraining.Memory.ARENA, 2304L))));
        all.add(new GpuTraining.Launch("dropout_4_layer0", "head.dropout", 1, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 2304L), at(GpuTraining.Memory.STEP, 0L), at(GpuTraining.Memory.ARENA, 2048L))));
        all.add(new GpuTraining.Launch("linear_4_to_2", "head", 1, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 2048L), at(GpuTraining.Memory.PARAMETERS, 464L), at(GpuTraining.Memory.ARENA, 2112L))));
        all.add(new GpuTraining.Launch("softmax_cross_entropy_2", "loss", 1, 1, 0, 32, List.of(at(GpuTraining.Memory.ARENA, 2112L), at(GpuTraining.Memory.LABELS, 0L), at(GpuTraining.Memory.STEP, 0L), at(GpuTraining.Memory.LOSSES, 0L), at(GpuTraining.Memory.ARENA, 2176L))));
    }

    private static List<GpuTraining.Launch> backward() {
        List<GpuTraining.Launch> all = new ArrayList<>(13);
        backward1(all);
        return all;
    }

    private static void backward1(List<GpuTraining.Launch> all) {
        all.add(new GpuTraining.Launch("channel_sums_2x1x1", "head.biasGradient", 1, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 2176L), at(GpuTraining.Memory.ARENA, 2112L))));
        all.add(new GpuTraining.Launch("sum_images_2", "head.biasGradient", 1, 1, 1, 256, List.of(at(GpuTraining.Memory.ARENA, 2112L), at(GpuTraining.Memory.STEP, 0L), at(GpuTraining.Memory.GRADIENTS, 496L))));
        all.add(new GpuTraining.Launch("direct_weight_gradient_1x1_4x1x1_to_2x1x1", "head.weightGradient", 1, 1, 64, 256, List.of(at(GpuTraining.Memory.ARENA, 2048L), at(GpuTraining.Memory.ARENA, 2176L), at(GpuTraining.Memory.STEP, 0L), at(GpuTraining.Memory.FIXED, 32L))));
        all.add(new GpuTraining.Launch("sum_slices_64_of_8", "head.weightGradient", 1, 1, 1, 256, List.of(at(GpuTraining.Memory.FIXED, 32L), at(GpuTraining.Memory.GRADIENTS, 464L))));
        all.add(new GpuTraining.Launch("direct_data_gradient_1x1_4x1x1_to_2x1x1", "head.dataGradient", 1, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 2176L), at(GpuTraining.Memory.PARAMETERS, 464L), at(GpuTraining.Memory.ARENA, 2048L))));
        all.add(new GpuTraining.Launch("dropout_4_layer0", "head.dropout.gradient", 1, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 2048L), at(GpuTraining.Memory.STEP, 0L), at(GpuTraining.Memory.ARENA, 3328L))));
        all.add(new GpuTraining.Launch("global_average_gradient_4x4x4", "head.globalAvgPool.gradient", 1, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 3328L), at(GpuTraining.Memory.ARENA, 3072L))));
        all.add(new GpuTraining.Launch("max_gradient_4x8x8", "features.maxPool.gradient", 1, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 3072L), at(GpuTraining.Memory.ARENA, 1024L), at(GpuTraining.Memory.ARENA, 2048L))));
        all.add(new GpuTraining.Launch("norm_gradient_sums_4x8x8_relu", "features_bn.gradient", 1, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 2048L), at(GpuTraining.Memory.ARENA, 0L), at(GpuTraining.Memory.ARENA, 1024L), at(GpuTraining.Memory.FIXED, 0L), at(GpuTraining.Memory.ARENA, 4864L))));
        all.add(new GpuTraining.Launch("norm_gradient_finish_4", "features_bn.gradient", 1, 1, 1, 256, List.of(at(GpuTraining.Memory.ARENA, 4864L), at(GpuTraining.Memory.STEP, 0L), at(GpuTraining.Memory.GRADIENTS, 432L), at(GpuTraining.Memory.GRADIENTS, 448L))));
        all.add(new GpuTraining.Launch("norm_gradient_4x8x8_relu", "features_bn.gradient", 1, 1, 0, 256, List.of(at(GpuTraining.Memory.ARENA, 2048L), at(GpuTraining.Memory.ARENA, 0L), at(GpuTraining.Memory.ARENA, 1024L), at(GpuTraining.Memory.FIXED, 0L), at(GpuTraining.Memory.PARAMETERS, 432L), at(GpuTraining.Memory.GRADIENTS, 432L), at(GpuTraining.Memory.GRADIENTS, 448L), at(GpuTraining.Memory.STEP, 0L), at(GpuTraining.Memory.ARENA, 3072L))));
        all.add(new GpuTraining.Launch("direct_weight_gradient_3x3_3x8x8_to_4x8x8", "features.weightGradient", 1, 1, 64, 256, List.of(at(GpuTraining.Memory.ARENA, 4096L), at(GpuTraining.Memory.ARENA, 3072L), at(GpuTraining.Memory.STEP, 0L), at(GpuTraining.Memory.FIXED, 32L))));
        all.add(new GpuTraining.Launch("sum_slices_64_of_108", "features.weightGradient", 1, 1, 1, 256, List.of(at(GpuTraining.Memory.FIXED, 32L), at(GpuTraining.Memory.GRADIENTS, 0L))));
    }

    private static GpuTraining.Pointer at(GpuTraining.Memory memory, long offset) {
        return new GpuTraining.Pointer(memory, offset);
    }
}
