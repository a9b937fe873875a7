package castnet.processor.plan;

import castnet.processor.graph.Epilogue;
import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Geometry.LayoutSpec;

/** Which kernel computes a layer. */
final class KernelSelector {
    // ConvRows3 reads each kernel row in place; a run shorter than this is not worth its own loop, and ConvPatches
    // makes one
    // longer run of all rows.
    private static final int SHORTEST_RUN = 32;

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
        boolean rows = s.kernelHeight() == 3
                && s.dilationWidth() == 1
                && s.kernelWidth() * s.in().channelStride() >= SHORTEST_RUN;
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
