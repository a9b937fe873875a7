package castnet.processor.plan;

import castnet.processor.graph.Epilogue;
import castnet.processor.graph.Graph;
import castnet.processor.pass.analysis.CostEstimate;
import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Geometry.LayoutSpec;
import java.util.List;

/** Which kernel computes a layer. */
final class KernelSelector {
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
        return new KernelSelector(options.winograd(), ConvolutionCost.inference(CostEstimate.parameters(graph)));
    }

    /** For training steps. */
    static KernelSelector training(PlanOptions options) {
        return new KernelSelector(options.winograd(), ConvolutionCost.training());
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
