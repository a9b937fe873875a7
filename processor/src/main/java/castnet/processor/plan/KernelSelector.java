package castnet.processor.plan;

import castnet.processor.graph.Epilogue;
import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Geometry.LayoutSpec;

/** Which kernel computes a layer. */
final class KernelSelector {
    private KernelSelector() {}

    /** The class of the runtime for a convolution. */
    static String convolution(ConvSpec s) {
        if (s.groups() > 1) {
            boolean depthwise = s.groups() == s.in().channels()
                    && s.groups() == s.out().channels()
                    && s.in().channelStride() % LayoutSpec.CHANNEL_BLOCK == 0;
            return depthwise ? "ConvDepthwise" : "ConvGrouped";
        }
        if (s.kernelHeight() == 1 && s.kernelWidth() == 1) {
            return "ConvPointwise";
        }
        // Also for the few channels of a stem: over 3×32×32 → 16 in place 18 µs, through patches 27 µs (one thread,
        // AVX2).
        boolean rows = s.kernelHeight() == 3 && s.dilationWidth() == 1;
        return rows ? "ConvRows3" : "ConvPatches";
    }

    /** The method of a convolution. */
    static String convolutionMethod(Epilogue epilogue) {
        return "bias" + suffix(epilogue);
    }

    /** What an epilogue appends to a method's name. */
    static String suffix(Epilogue epilogue) {
        return (epilogue.add() ? "Add" : "") + (epilogue.relu() ? "Relu" : "");
    }
}
