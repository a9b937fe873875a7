package castnet.processor.pass.rewrite;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.ShapeRules;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.pass.GraphRewriter;
import castnet.processor.pass.analysis.StridedBox;
import castnet.processor.pass.analysis.StridedInterval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a graph in which every value has the pixels of its box only; or tells which values must stay whole for that. */
final class BoxedRewrite {
    private final Graph graph;
    private final Map<Integer, StridedBox> boxes;
    private final GraphRewriter rewriter;
    private final Map<Gather, Value> gathered = new HashMap<>();
    private final Set<String> gatherNames = new HashSet<>();
    private final Map<Integer, String> impossible = new HashMap<>();

    /** Pixels of a value, which has more of them. */
    private record Gather(int value, StridedBox pixels) {}

    /**
     * The outcome.
     *
     * @param graph the new graph; not to be used if something was impossible
     * @param impossible why values must stay whole, by id
     */
    record Result(Graph graph, Map<Integer, String> impossible) {}

    BoxedRewrite(Graph graph, Map<Integer, StridedBox> boxes) {
        this.graph = graph;
        this.boxes = boxes;
        this.rewriter = new GraphRewriter(graph);
    }

    Result rewrite() {
        graph.nodes().forEach(this::rewrite);
        return new Result(rewriter.build(), impossible);
    }

    private StridedBox box(Value value) {
        return boxes.getOrDefault(value.id(), StridedBox.all(value.shape()));
    }

    private boolean isWhole(Value value) {
        return box(value).isAll(value.shape());
    }

    private void rewrite(Node node) {
        if (isWhole(node.output()) && node.inputs().stream().allMatch(this::isWhole)) {
            rewriter.emit(node);
            return;
        }
        Op op = boxedOp(node);
        List<Value> inputs = op == null ? List.of() : inputs(node);
        if (op == null || inputs.isEmpty()) {
            String reason = "%s could not read or compute just a part of it".formatted(node.name());
            impossible.putIfAbsent(node.output().id(), reason);
            node.inputs().forEach(v -> impossible.putIfAbsent(v.id(), reason));
            rewriter.emit(node);
        } else if (node.op() instanceof Op.Subsample) {
            rewriter.replace(node.output(), inputs.getFirst());
        } else {
            emit(node, op, inputs);
        }
    }

    private void emit(Node node, Op op, List<Value> inputs) {
        Value output = node.output();
        if (!isWhole(output)) {
            output = rewriter.fresh(output.name(), boxedShape(output));
            rewriter.replace(node.output(), output);
        }
        rewriter.emit(new Node(node.name(), op, inputs, List.of(output), node.parameters(), node.origin()));
    }

    private TensorShape boxedShape(Value value) {
        return box(value).shape(value.shape().channels());
    }

    /** What computes the box of the node's output from those of its inputs; null if there is no such op. */
    private @Nullable Op boxedOp(Node node) {
        StridedBox x = box(node.input());
        StridedBox y = box(node.output());
        Optional<? extends Op.Forward> op = switch (node.op()) {
            case Op.Conv2d conv -> BoxedWindow.convolution(conv, x, y);
            case Op.Pool2d pool ->
                BoxedWindow.pool(pool, node.input().shape(), node.output().shape(), x, y);
            case Op.BatchNorm _, Op.Activate _, Op.Dropout _, Op.Add _, Op.Concat _, Op.PadChannels _, Op.Subsample _ ->
                Optional.of((Op.Forward) node.op());
            case Op.Linear _, Op.GlobalAvgPool _, Op.Reshape _, Op.Multiply _, Op.Pad _, Op.Upsample _, Op.Training _ ->
                Optional.empty();
        };
        return op.filter(o -> fits(node, o)).orElse(null);
    }

    private boolean fits(Node node, Op.Forward op) {
        if (!(op instanceof Op.Conv2d || op instanceof Op.Pool2d)) {
            return true;
        }
        TensorShape y = boxedShape(node.output());
        List<TensorShape> shapes = new ArrayList<>(List.of(boxedShape(node.input())));
        node.inputs().stream().skip(1).forEach(residual -> shapes.add(y));
        return ShapeRules.check(op, shapes).isEmpty()
                && ShapeRules.output(op, shapes).equals(y);
    }

    /** The inputs of a node as it reads them now; empty if one of them cannot be had. */
    private List<Value> inputs(Node node) {
        List<Value> inputs = new ArrayList<>();
        for (Value input : node.inputs()) {
            boolean throughWindow =
                    inputs.isEmpty() && (node.op() instanceof Op.Conv2d || node.op() instanceof Op.Pool2d);
            Value read = throughWindow ? rewriter.current(input) : gather(node, input, pixels(node));
            if (read == null) {
                return List.of();
            }
            inputs.add(read);
        }
        return inputs;
    }

    /** The pixels of its inputs that a node reads which works pixel by pixel. */
    private StridedBox pixels(Node node) {
        StridedBox y = box(node.output());
        return node.op() instanceof Op.Subsample s
                ? new StridedBox(every(s.strideHeight(), y.rows()), every(s.strideWidth(), y.columns()))
                : y;
    }

    private static StridedInterval every(int stride, StridedInterval lines) {
        int step = lines.count() == 1 ? 1 : lines.step() * stride;
        return new StridedInterval(lines.start() * stride, step, lines.count());
    }

    private @Nullable Value gather(Node reader, Value input, StridedBox pixels) {
        StridedBox stored = box(input);
        if (stored.equals(pixels)) {
            return rewriter.current(input);
        }
        int rows = distance(stored.rows(), pixels.rows());
        int columns = distance(stored.columns(), pixels.columns());
        // A copy of all but a border costs more than the border is worth.
        if (rows == 0 || columns == 0 || (rows == 1 && columns == 1)) {
            return null;
        }
        return gathered.computeIfAbsent(new Gather(input.id(), pixels), key -> {
            Op.Subsample op = new Op.Subsample(
                    rows, columns, pixels.rows().count(), pixels.columns().count());
            Value output = rewriter.fresh(
                    input.name() + ".subsample", pixels.shape(input.shape().channels()));
            rewriter.emit(
                    new Node(gatherName(reader), op, List.of(input), List.of(output), List.of(), reader.origin()));
            return output;
        });
    }

    private String gatherName(Node reader) {
        if (reader.op() instanceof Op.Subsample) {
            return reader.name();
        }
        String name = reader.name() + ".subsample";
        for (int i = 2; !gatherNames.add(name); i++) {
            name = reader.name() + ".subsample" + i;
        }
        return name;
    }

    /** How far apart lines are among those that are stored; 0 if they do not begin at the first of them. */
    private static int distance(StridedInterval stored, StridedInterval lines) {
        if (stored.start() != lines.start()) {
            return 0;
        }
        if (lines.count() == 1) {
            return Math.max(1, stored.count());
        }
        return lines.step() % stored.step() == 0 ? lines.step() / stored.step() : 0;
    }
}
