package castnet.processor.plan;

import castnet.processor.graph.Activation;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Value;
import castnet.processor.plan.Step.Stage;
import java.util.ArrayList;
import java.util.List;

/** The calls of ops without parameters, which are the same in inference and in training. */
final class CommonCalls {
    private final Arena arena;

    CommonCalls(Arena arena) {
        this.arena = arena;
    }

    CallBuilder call(String type, String method) {
        return new CallBuilder(arena, type, method);
    }

    List<Stage> activate(Node node, Activation function) {
        return one(call("Activations", "forward")
                .add(function(function))
                .literal((float) function.alpha())
                .laidOut(node.input())
                .laidOut(node.output())
                .overImages());
    }

    static Argument function(Activation function) {
        return new Argument.EnumConstant("Activations", function.kind().name());
    }

    List<Stage> pool(Node node, Op.Pool2d pool) {
        Geometry shape = Shapes.pool(pool, arena.layout(node.input()), arena.layout(node.output()));
        boolean max = pool.kind() == Op.Pool2d.Kind.MAX;
        CallBuilder call = call("Pooling", max ? "max" : "average")
                .shape(shape)
                .tensor(node.input())
                .tensor(node.output());
        return one((max ? call : call.literal(pool.countIncludePad())).overImages());
    }

    List<Stage> globalAverage(Node node) {
        return simple("Pooling", "globalAverage", node);
    }

    /** A kernel that knows nothing but its input and its output. */
    List<Stage> simple(String type, String method, Node node) {
        return one(
                call(type, method).laidOut(node.input()).laidOut(node.output()).overImages());
    }

    /** The first two summands, then each further one onto the sum so far; ReLU with the last. */
    List<Stage> add(Node node, Op.Add add) {
        List<Stage> stages = new ArrayList<>();
        Value sum = node.output();
        int last = node.inputs().size() - 1;
        for (int i = 1; i <= last; i++) {
            KernelCall call = call("Elementwise", add.relu() && i == last ? "addRelu" : "add")
                    .laidOut(i == 1 ? node.input() : sum)
                    .laidOut(node.inputs().get(i))
                    .laidOut(sum)
                    .overImages();
            stages.add(new Stage(call, i < last));
        }
        return stages;
    }

    List<Stage> multiply(Node node) {
        Value factor = node.inputs().get(1);
        boolean same = factor.shape().equals(node.input().shape());
        return one(call("Products", same ? "multiply" : "scale")
                .laidOut(node.input())
                .laidOut(factor)
                .laidOut(node.output())
                .overImages());
    }

    List<Stage> concat(Node node) {
        List<Stage> stages = new ArrayList<>();
        int at = 0;
        for (Value input : node.inputs()) {
            KernelCall call = call("Elementwise", "copyChannels")
                    .laidOut(input)
                    .laidOut(node.output())
                    .literal(at)
                    .overImages();
            stages.add(new Stage(call, false));
            at += input.shape().channels();
        }
        return stages;
    }

    List<Stage> padChannels(Node node, Op.PadChannels pad) {
        return one(call("Elementwise", "padChannels")
                .laidOut(node.input())
                .laidOut(node.output())
                .literal(pad.before())
                .overImages());
    }

    /** {@code suffix} is what the gradient's method adds to the name. */
    List<Stage> pad(Node node, Op.Pad pad, String suffix) {
        return one(call("Resampling", (pad.reflect() ? "reflect" : "pad") + suffix)
                .laidOut(node.input())
                .literal(pad.top())
                .literal(pad.left())
                .laidOut(node.output())
                .overImages());
    }

    List<Stage> upsample(Node node, String method, Op.Upsample up) {
        return one(call("Resampling", method)
                .laidOut(node.input())
                .literal(up.scale())
                .literal(up.bilinear())
                .laidOut(node.output())
                .overImages());
    }

    List<Stage> subsample(Node node, String method, Op.Subsample s) {
        return one(call("Elementwise", method)
                .laidOut(node.input())
                .literal(s.strideHeight())
                .literal(s.strideWidth())
                .laidOut(node.output())
                .overImages());
    }

    static List<Stage> one(KernelCall call) {
        return List.of(new Stage(call, false));
    }
}
