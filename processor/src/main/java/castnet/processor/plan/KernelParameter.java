package castnet.processor.plan;

import java.util.List;

/** A parameter of a kernel, and the Java types that the runtime's method has for it. */
public enum KernelParameter {
    CONV_SHAPE("ConvShape"),
    POOL_SHAPE("PoolShape"),
    LAYOUT("Layout"),
    /** An array and the offset of something in it: a tensor of the arena, a parameter, a gradient, a running statistic. */
    TENSOR("float[]", "int"),
    /** An array that is a field. */
    ARRAY("float[]"),
    FLAG("boolean"),
    INT("int"),
    FLOAT("float"),
    LONG("long"),
    LABELS("int[]"),
    LOSSES("double[]"),
    IMAGES("int"),
    WORKER("Worker");

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> types;

    KernelParameter(String... types) {
        this.types = List.of(types);
    }

    /** Simple names of the types. */
    public List<String> types() {
        return types;
    }

    /** Whether an argument of a plan fits. */
    boolean accepts(Argument argument) {
        return switch (argument) {
            case Argument.Shape shape ->
                this
                        == switch (shape.geometry()) {
                            case Geometry.LayoutSpec _ -> LAYOUT;
                            case Geometry.ConvSpec _ -> CONV_SHAPE;
                            case Geometry.PoolSpec _ -> POOL_SHAPE;
                        };
            case Argument.Tensor _, Argument.Parameters _, Argument.Gradients _, Argument.Buffers _ -> this == TENSOR;
            case Argument.Field _ -> this == ARRAY;
            case Argument.StepInput input ->
                switch (input.accessor()) {
                    case "labels" -> this == LABELS;
                    case "losses" -> this == LOSSES;
                    case "labelSmoothing" -> this == FLOAT;
                    default -> this == LONG;
                };
            case Argument.Images _ -> this == IMAGES;
            case Argument.WorkerSlice _ -> this == WORKER;
            case Argument.Literal literal ->
                switch (literal.value()) {
                    case Boolean _ -> this == FLAG;
                    case Integer _ -> this == INT;
                    case Float _ -> this == FLOAT;
                    case Long _ -> this == LONG;
                    default -> false;
                };
            case Argument.EnumConstant _ -> this == INT;
        };
    }
}
