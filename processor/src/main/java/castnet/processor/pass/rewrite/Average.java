package castnet.processor.pass.rewrite;

import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Window;

/** Pools that take means: linear, and of a constant that constant, unless they count padding. */
final class Average {
    private Average() {}

    static boolean is(Node node) {
        return node.op() instanceof Op.GlobalAvgPool
                || (node.op() instanceof Op.Pool2d pool && pool.kind() == Op.Pool2d.Kind.AVERAGE);
    }

    /** Whether zeros of the padding count, so that the weights of pixels at the border add up to less than one. */
    static boolean countsPadding(Node node) {
        if (!(node.op() instanceof Op.Pool2d pool) || !pool.countIncludePad()) {
            return false;
        }
        Window w = pool.window();
        return w.top() > 0 || w.left() > 0 || w.bottom() > 0 || w.right() > 0;
    }
}
