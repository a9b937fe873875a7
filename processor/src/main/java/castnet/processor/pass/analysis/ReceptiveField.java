package castnet.processor.pass.analysis;

import castnet.processor.graph.Graph;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import java.util.BitSet;

/**
 * What one element in the middle of a layer sees of the network's input.
 *
 * @param height rows from the first to the last that it sees
 * @param width columns from the first to the last
 * @param coverage share of these rows and columns that it really sees: less than 1 where strides or dilations leave holes
 */
public record ReceptiveField(int height, int width, double coverage) {

    /** The field of a value of a forward graph, as far as the input reaches. */
    public static ReceptiveField of(Graph graph, Value value) {
        TensorShape shape = value.shape();
        Pixels middle =
                Pixels.product(shape.height(), shape.width(), single(shape.height() / 2), single(shape.width() / 2));
        Pixels seen = ReadAnalysis.from(graph, value, ReadSet.of(shape, middle))
                .of(graph.input())
                .pixels();
        if (seen.isEmpty()) {
            return new ReceptiveField(0, 0, 0);
        }
        int height = span(seen.rows());
        int width = span(seen.columns());
        return new ReceptiveField(height, width, (double) seen.count() / (height * width));
    }

    private static BitSet single(int line) {
        BitSet lines = new BitSet(line + 1);
        lines.set(line);
        return lines;
    }

    private static int span(BitSet lines) {
        return lines.length() - lines.nextSetBit(0);
    }
}
