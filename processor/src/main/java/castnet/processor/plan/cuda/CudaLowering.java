package castnet.processor.plan.cuda;

import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import castnet.processor.plan.ArrayField;

/** The table of kernels: which one computes a node of an inference graph. */
final class CudaLowering {
    /** Groups with fewer channels leave most of a tile empty. */
    static final int NARROW = 8;

    /** With fewer channels or products most of what tensor cores compute would be zeros. */
    private static final int TENSOR = 16;

    private CudaLowering() {}

    /** @param bias whether a bias lies behind the weights */
    static CudaKernel kernel(Node node, boolean bias, Arithmetic arithmetic) {
        TensorShape x = node.input().shape();
        TensorShape y = node.output().shape();
        int elements = Math.toIntExact(y.elements());
        return switch (node.op()) {
            case Op.Conv2d conv -> convolution(node, conv, bias, arithmetic);
            case Op.BatchNorm norm -> new CudaKernel.Norm(x, norm.epilogue());
            case Op.Activate activate -> new CudaKernel.Activate(activate.function(), elements);
            case Op.Pool2d pool -> new CudaKernel.Pool(pool.kind(), x, y, pool.window(), pool.countIncludePad());
            case Op.GlobalAvgPool _ -> new CudaKernel.GlobalAverage(x);
            case Op.Reshape _ -> new CudaKernel.Reshape(x, y);
            case Op.Add add -> new CudaKernel.Add(elements, node.inputs().size(), add.relu());
            case Op.Multiply _ ->
                new CudaKernel.Multiply(x, !node.inputs().get(1).shape().equals(x));
            case Op.Concat _ ->
                new CudaKernel.Concat(
                        x.pixels(),
                        node.inputs().stream()
                                .map(Value::shape)
                                .map(TensorShape::channels)
                                .toList());
            case Op.PadChannels pad -> new CudaKernel.PadChannels(x, pad.before(), pad.after());
            case Op.Pad pad -> new CudaKernel.Pad(x, y, pad.top(), pad.left(), pad.reflect());
            case Op.Upsample up -> new CudaKernel.Upsample(x, up.scale(), up.bilinear());
            case Op.Subsample s -> new CudaKernel.Subsample(x, y, s.strideHeight(), s.strideWidth());
            case Op.Linear _, Op.Dropout _, Op.Training _ ->
                throw new IllegalArgumentException(node.name() + " cannot stand in an inference graph");
        };
    }

    private static CudaKernel convolution(Node node, Op.Conv2d conv, boolean bias, Arithmetic arithmetic) {
        TensorShape x = node.input().shape();
        TensorShape y = node.output().shape();
        Window w = conv.window();
        boolean whole = w.top() == 0 && w.left() == 0 && w.kernelHeight() == x.height() && w.kernelWidth() == x.width();
        if (whole && y.pixels() == 1 && conv.groups() == 1) {
            return new CudaKernel.Linear(Math.toIntExact(x.elements()), y.channels(), bias, conv.epilogue());
        }
        // Where the output ends says what lies below and right of the input.
        Window own = new Window(
                w.kernelHeight(),
                w.kernelWidth(),
                w.strideHeight(),
                w.strideWidth(),
                w.top(),
                w.left(),
                0,
                0,
                w.dilationHeight(),
                w.dilationWidth(),
                false);
        int outputs = y.channels() / conv.groups();
        if (outputs < NARROW) {
            return new CudaKernel.DirectConvolution(x, y, own, conv.groups(), bias, conv.epilogue());
        }
        int products = w.kernelHeight() * w.kernelWidth() * (x.channels() / conv.groups());
        boolean tensor = arithmetic != Arithmetic.FP32 && outputs >= TENSOR && products >= TENSOR;
        return new CudaKernel.Convolution(
                x,
                y,
                own,
                conv.groups(),
                bias,
                conv.epilogue(),
                tensor ? Tile.tensor(y.pixels(), outputs) : Tile.of(y.pixels(), outputs, products),
                tensor ? arithmetic : Arithmetic.FP32);
    }

    static CudaPlan.Weight weight(Node node, ArrayField field) {
        return switch (field) {
            case ArrayField.PackedConvolution c -> {
                Op.Conv2d conv = (Op.Conv2d) node.op();
                Window w = conv.window();
                yield new CudaPlan.ConvolutionWeight(
                        c,
                        conv.outChannels(),
                        node.input().shape().channels() / conv.groups(),
                        w.kernelHeight() * w.kernelWidth());
            }
            case ArrayField.FoldedNorm n -> new CudaPlan.NormWeight(n);
            case ArrayField.Zeros _, ArrayField.Sized _ ->
                throw new IllegalArgumentException(node.name() + " has no weights like " + field.name());
        };
    }
}
