package castnet.processor.pass.pipeline;

import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphPrinter;
import castnet.processor.graph.GraphVerifier;
import castnet.processor.pass.Pass;
import castnet.processor.pass.RewriteLog;
import castnet.processor.pass.gradient.Differentiation;
import castnet.processor.pass.gradient.GradientAccumulation;
import castnet.processor.pass.rewrite.AveragePoolFirst;
import castnet.processor.pass.rewrite.BatchNormBeforeAverage;
import castnet.processor.pass.rewrite.BatchNormFolding;
import castnet.processor.pass.rewrite.DeadNodeRemoval;
import castnet.processor.pass.rewrite.DeadWorkRemoval;
import castnet.processor.pass.rewrite.DropoutRemoval;
import castnet.processor.pass.rewrite.EpilogueFusion;
import castnet.processor.pass.rewrite.IdentityRemoval;
import castnet.processor.pass.rewrite.LinearAsConvolution;
import castnet.processor.pass.rewrite.PointwiseProduct;
import java.util.List;
import java.util.function.Consumer;

/** The passes in their order; the graph is verified before the first and after each. */
public record Pipeline(List<Pass> passes) {
    public Pipeline {
        passes = List.copyOf(passes);
    }

    /** From the declared graph to the one that an inference program computes. */
    public static Pipeline inference() {
        return new Pipeline(List.of(
                // Dropout is the identity once training is over.
                new DropoutRemoval(),
                // Fully connected layers are convolutions over the whole map, so that one family of kernels serves
                // both.
                new LinearAsConvolution(),
                // What changes nothing is left out: windows of one pixel, no padding, no stride.
                new IdentityRemoval(),
                // What does not reach the output is left out.
                new DeadNodeRemoval(),
                // An average is taken before a 1×1 convolution, not behind it: before batch norms are folded into it.
                new AveragePoolFirst(),
                // A batch norm is taken before an average, not behind it, where a convolution then takes it in.
                new BatchNormBeforeAverage(),
                // With running statistics a batch norm is affine: the convolution before it takes it in.
                new BatchNormFolding(),
                // What no layer reads is not computed; before sums are fused, so that a residual can be subsampled.
                new DeadWorkRemoval(),
                // Two 1×1 in a row are one, where that is less work: before anything joins the first's store.
                new PointwiseProduct(),
                // Sums and ReLUs join the store of the layer that computes their argument.
                new EpilogueFusion()));
    }

    /** From the declared graph to forward, loss and backward. */
    public static Pipeline training() {
        return new Pipeline(List.of(
                new LinearAsConvolution(),
                new IdentityRemoval(),
                new DeadNodeRemoval(),
                // Before differentiation, so that backward is fused likewise and the values between are not kept.
                new EpilogueFusion(),
                // One rule per op, in reverse order; gradients of a value with several readers are summed.
                new Differentiation(),
                // A sum with the data gradient of a convolution is done by that convolution.
                new GradientAccumulation()));
    }

    /** Only the first {@code n} passes: to find by bisection which one is to blame. */
    public Pipeline stopAfter(int n) {
        return new Pipeline(passes.subList(0, Math.min(n, passes.size())));
    }

    /** All passes but one. */
    public Pipeline without(Class<? extends Pass> left) {
        return new Pipeline(passes.stream().filter(p -> !left.isInstance(p)).toList());
    }

    /** Runs all passes. */
    public Graph run(Graph graph, RewriteLog log) {
        return run(graph, log, dump -> {});
    }

    /**
     * Runs all passes.
     *
     * @param dump receives the graph as text at the start, and after each pass what it decided and the graph if it changed that
     * @throws IllegalStateException if a pass broke the graph
     */
    public Graph run(Graph graph, RewriteLog log, Consumer<String> dump) {
        GraphVerifier.verify(graph, "before all passes");
        dump.accept("before all passes: " + GraphPrinter.print(graph));
        Graph current = graph;
        for (Pass pass : passes) {
            int before = log.entries().size();
            Graph next = pass.apply(current, log);
            StringBuilder text = new StringBuilder();
            if (!next.equals(current)) {
                GraphVerifier.verify(next, "after " + pass.name());
                text.append(GraphPrinter.print(next));
            }
            List<RewriteLog.Entry> all = log.entries();
            all.subList(before, all.size())
                    .forEach(entry -> text.append("  ").append(entry).append('\n'));
            if (!text.isEmpty()) {
                dump.accept("after " + pass.name() + ": " + text);
            }
            current = next;
        }
        return current;
    }
}
