package castnet.processor.plan;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import java.util.HashMap;
import java.util.Map;

/** How wide the halo of each value must be for the convolutions that read it; pools clip at the border and need none. */
final class HaloNeeds {
    // A data gradient of stride 1 can be computed as a convolution of dy with zeros around it. That pays as long as the
    // zeros
    // are few: beyond this ratio of input to output pixels, one product per output pixel does less work.
    private static final double MOST_PIXELS = 1.5;

    private HaloNeeds() {}

    /** The halos by value id; values without an entry need none. */
    static Map<Integer, Halo> of(Graph graph) {
        Map<Integer, Halo> halos = new HashMap<>();
        for (Node node : graph.nodes()) {
            switch (node.op()) {
                case Op.Conv2d conv ->
                    need(
                            halos,
                            node.input(),
                            forward(conv, node.input(), node.output().shape()));
                case Op.ConvWeightGradient g ->
                    need(
                            halos,
                            node.input(),
                            forward(g.of(), node.input(), node.inputs().get(1).shape()));
                case Op.ConvDataGradient g ->
                    need(halos, node.input(), gradient(g, node.input().shape()));
                case Op.Forward _, Op.Training _ -> {}
            }
        }
        return halos;
    }

    private static void need(Map<Integer, Halo> halos, Value value, Halo halo) {
        if (!halo.isNone()) {
            halos.merge(value.id(), halo, Halo::max);
        }
    }

    private static Halo forward(Op.Conv2d conv, Value x, TensorShape y) {
        Window w = conv.window();
        return new Halo(
                w.top(),
                w.left(),
                after(x.shape().height(), y.height(), w.strideHeight(), w.top(), w.spanHeight()),
                after(x.shape().width(), y.width(), w.strideWidth(), w.left(), w.spanWidth()));
    }

    /** How far the last window reaches beyond the last of {@code size} pixels. */
    private static int after(int size, int outputs, int stride, int before, int span) {
        return Math.max(0, (outputs - 1) * stride - before + span - size);
    }

    private static Halo gradient(Op.ConvDataGradient g, TensorShape dy) {
        Window w = g.of().window();
        TensorShape x = g.input();
        boolean direct = g.of().groups() == 1
                && w.strideHeight() == 1
                && w.strideWidth() == 1
                && w.spanHeight() > w.top()
                && w.spanWidth() > w.left()
                && x.pixels() <= MOST_PIXELS * dy.pixels();
        if (!direct) {
            return Halo.NONE;
        }
        return new Halo(
                w.spanHeight() - 1 - w.top(),
                w.spanWidth() - 1 - w.left(),
                Math.max(0, x.height() + w.top() - dy.height()),
                Math.max(0, x.width() + w.left() - dy.width()));
    }
}
