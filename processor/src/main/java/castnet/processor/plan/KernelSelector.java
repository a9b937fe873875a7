package castnet.processor.plan;

import castnet.processor.graph.Epilogue;
import castnet.processor.graph.Graph;
import castnet.processor.pass.analysis.CostEstimate;
import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Geometry.LayoutSpec;
import java.util.List;

/** Which kernel computes a layer. */
final class KernelSelector {
    /** Weights that stay in a last cache of 16 MiB, four times as many after Winograd's transform. */
    private static final int CACHED_PARAMETERS = 1 << 20;

    /** Images of a training step; with more, nothing changes. */
    private static final int TRAINING_IMAGES = 16;

    /** What Winograd must save to be worth the digits that it loses. */
    private static final double GAIN = 0.95;

    private final boolean winograd;
    private final ConvolutionCost cost;

    private KernelSelector(boolean winograd, ConvolutionCost cost) {
        this.winograd = winograd;
        this.cost = cost;
    }

    /** For inference on one image. */
    static KernelSelector inference(Graph graph, PlanOptions options) {
        boolean cached = CostEstimate.parameters(graph) <= CACHED_PARAMETERS;
        return new KernelSelector(options.winograd(), new ConvolutionCost(1, cached));
    }

    /** For training steps. */
    static KernelSelector training(Graph graph, PlanOptions options) {
        boolean cached = CostEstimate.parameters(graph) <= CACHED_PARAMETERS;
        return new KernelSelector(options.winograd(), new ConvolutionCost(TRAINING_IMAGES, cached));
    }

    /** The class of the runtime for a convolution. */
    String convolution(ConvSpec s) {
        String fastest = direct(s);
        if (winograd && fastest.equals("ConvRows3")) {
            double least = GAIN * cost.direct(s);
            for (int outputs : List.of(2, 4)) {
                double nanos = cost.winograd(outputs, s);
                if (WinogradForm.supports(outputs, s) && nanos < least) {
                    least = nanos;
                    fastest = "ConvWinogradF" + outputs;
                }
            }
        }
        return fastest;
    }

    private static String direct(ConvSpec s) {
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
