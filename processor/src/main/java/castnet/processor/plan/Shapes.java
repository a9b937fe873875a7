package castnet.processor.plan;

import castnet.processor.graph.Op;
import castnet.processor.graph.Window;
import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Geometry.LayoutSpec;
import castnet.processor.plan.Geometry.PoolSpec;

/** Geometry of windows between two layouts. */
final class Shapes {
    private Shapes() {}

    static ConvSpec convolution(Op.Conv2d conv, LayoutSpec in, LayoutSpec out) {
        Window w = conv.window();
        return new ConvSpec(
                in,
                out,
                w.kernelHeight(),
                w.kernelWidth(),
                w.strideHeight(),
                w.strideWidth(),
                w.top(),
                w.left(),
                w.dilationHeight(),
                w.dilationWidth(),
                conv.groups());
    }

    static PoolSpec pool(Op.Pool2d pool, LayoutSpec in, LayoutSpec out) {
        Window w = pool.window();
        return new PoolSpec(
                in,
                out,
                w.kernelHeight(),
                w.kernelWidth(),
                w.strideHeight(),
                w.strideWidth(),
                w.top(),
                w.left(),
                w.bottom(),
                w.right(),
                w.dilationHeight(),
                w.dilationWidth());
    }
}
