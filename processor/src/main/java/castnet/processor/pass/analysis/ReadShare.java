package castnet.processor.pass.analysis;

import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphIndex;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import java.util.BitSet;

/** Which pixels of their inputs nodes read: exact for any kernel, stride, dilation and padding. */
public final class ReadShare {
    private ReadShare() {}

    /** Share of its first input's pixels that a node reads, from 0 to 1: 0.25 for a 1×1 window of stride 2 over 56×56. */
    public static double ofNode(Node node) {
        TensorShape x = node.input().shape();
        return (double) pixels(node, x).cardinality() / x.pixels();
    }

    /** Share of a value's pixels that its direct readers read together; 1 for the network's result. */
    public static double ofValue(GraphIndex index, Value value) {
        if (index.isResult(value)) {
            return 1;
        }
        BitSet read = new BitSet(value.shape().pixels());
        for (Node reader : index.readers(value)) {
            // A residual is read as the output is written: everywhere.
            boolean throughWindow = reader.input().equals(value);
            boolean elsewhere = reader.inputs().stream().skip(1).anyMatch(value::equals);
            if (throughWindow) {
                read.or(pixels(reader, value.shape()));
            }
            if (elsewhere) {
                read.set(0, value.shape().pixels());
            }
        }
        return (double) read.cardinality() / value.shape().pixels();
    }

    /** {@link #ofValue(GraphIndex, Value)} for a single question. */
    public static double ofValue(Graph graph, Value value) {
        return ofValue(new GraphIndex(graph), value);
    }

    /** Share of all activations, the input and every node's output by elements, that their direct readers read. */
    public static double ofGraph(Graph graph) {
        GraphIndex index = new GraphIndex(graph);
        double read = ofValue(index, graph.input()) * graph.input().shape().elements();
        double all = graph.input().shape().elements();
        for (Node node : graph.nodes()) {
            for (Value output : node.outputs()) {
                read += ofValue(index, output) * output.shape().elements();
                all += output.shape().elements();
            }
        }
        return read / all;
    }

    private static BitSet pixels(Node node, TensorShape x) {
        return switch (node.op()) {
            case Op.Conv2d conv -> window(conv.window(), x, node.output().shape());
            case Op.Pool2d pool -> window(pool.window(), x, node.output().shape());
            case Op.Subsample s -> product(every(s.strideHeight(), x.height()), every(s.strideWidth(), x.width()), x);
            case Op.Linear _, Op.BatchNorm _, Op.Activate _, Op.GlobalAvgPool _, Op.Flatten _ -> all(x);
            case Op.Dropout _, Op.Add _, Op.Concat _, Op.PadChannels _ -> all(x);
            case Op.Training _ -> all(x);
        };
    }

    private static BitSet window(Window w, TensorShape x, TensorShape y) {
        BitSet rows = line(y.height(), w.strideHeight(), w.top(), w.kernelHeight(), w.dilationHeight(), x.height());
        BitSet columns = line(y.width(), w.strideWidth(), w.left(), w.kernelWidth(), w.dilationWidth(), x.width());
        return product(rows, columns, x);
    }

    // Windows are products of intervals, so what they read is the product of the rows and the columns that they read.
    private static BitSet line(int outputs, int stride, int before, int kernel, int dilation, int size) {
        BitSet read = new BitSet(size);
        for (int o = 0; o < outputs; o++) {
            for (int k = 0; k < kernel; k++) {
                int position = o * stride - before + k * dilation;
                if (position >= 0 && position < size) {
                    read.set(position);
                }
            }
        }
        return read;
    }

    private static BitSet every(int stride, int size) {
        BitSet read = new BitSet(size);
        for (int i = 0; i < size; i += stride) {
            read.set(i);
        }
        return read;
    }

    private static BitSet product(BitSet rows, BitSet columns, TensorShape x) {
        BitSet read = new BitSet(x.pixels());
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            for (int column = columns.nextSetBit(0); column >= 0; column = columns.nextSetBit(column + 1)) {
                read.set(row * x.width() + column);
            }
        }
        return read;
    }

    private static BitSet all(TensorShape x) {
        BitSet read = new BitSet(x.pixels());
        read.set(0, x.pixels());
        return read;
    }
}
