package castnet.processor.plan;

/** An argument of a kernel call, in the plan's terms; the emitter knows how each is spelled. */
public sealed interface Argument {

    /** A constant of the generated class. */
    record Shape(Geometry geometry) implements Argument {}

    /** A tensor in the arena: array and base offset (in a training program the offset is per image and multiplied by n). */
    record Tensor(int offset) implements Argument {}

    /** An array that is a field of the generated class (see {@link ArrayField}). */
    record Field(String name) implements Argument {}

    /** The trained parameters and an offset into them (training only). */
    record Parameters(int offset) implements Argument {}

    /** The gradients of the parameters and an offset into them (training only). */
    record Gradients(int offset) implements Argument {}

    /** The running statistics and an offset into them (training only). */
    record Buffers(int offset) implements Argument {}

    /** Something of the training step, by the accessor's name: labels, labelSmoothing, losses, seed, step. */
    record StepInput(String accessor) implements Argument {}

    /** Number of images: 1 in an inference program, n in a training program. */
    record Images() implements Argument {}

    /** The worker, always last. */
    record WorkerSlice() implements Argument {}

    /** A number or a flag, written as a Java literal of its type. */
    record Literal(Object value) implements Argument {}

    /** A constant of an enum of the runtime, e.g. an activation function. */
    record EnumConstant(String enumClass, String name) implements Argument {}
}
