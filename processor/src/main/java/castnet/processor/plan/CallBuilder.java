package castnet.processor.plan;

import castnet.processor.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Writes the arguments of one kernel call in order. */
final class CallBuilder {
    private final Arena arena;
    private final Kernel kernel;
    private final List<Argument> arguments = new ArrayList<>();

    CallBuilder(Arena arena, String type, String method) {
        this.arena = arena;
        this.kernel = new Kernel(type, method);
    }

    CallBuilder shape(Geometry geometry) {
        return add(new Argument.Shape(geometry));
    }

    CallBuilder layout(Value value) {
        return shape(arena.layout(value));
    }

    CallBuilder tensor(Value value) {
        return add(new Argument.Tensor(arena.offset(value)));
    }

    /** Layout, then array and offset. */
    CallBuilder laidOut(Value value) {
        return layout(value).tensor(value);
    }

    CallBuilder temporary(int step) {
        return add(new Argument.Tensor(arena.temporary(step)));
    }

    CallBuilder field(String name) {
        return add(new Argument.Field(name));
    }

    CallBuilder literal(Object value) {
        return add(new Argument.Literal(value));
    }

    CallBuilder stepInput(String accessor) {
        return add(new Argument.StepInput(accessor));
    }

    CallBuilder add(Argument argument) {
        arguments.add(argument);
        return this;
    }

    /** Number of images and the worker: the end of every call that runs over tensors. */
    KernelCall overImages() {
        return add(new Argument.Images()).end();
    }

    /** The worker: the end of every call. */
    KernelCall end() {
        add(new Argument.WorkerSlice());
        return new KernelCall(kernel, arguments);
    }
}
