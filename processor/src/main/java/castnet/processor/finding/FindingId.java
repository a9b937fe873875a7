package castnet.processor.finding;

import java.util.Locale;

/**
 * Everything that can be found. The id of a constant is its name in kebab case: it begins every message, is what
 * {@code @SuppressWarnings("castnet:<id>")} takes, and names a page under {@code docs/findings}.
 */
public enum FindingId {
    /** A network is a top-level or nested interface without type parameters. */
    NOT_A_NETWORK(Severity.ERROR),
    /** A network extends at most one network, and not itself. */
    SEVERAL_PARENTS(Severity.ERROR),
    /** The shape of the input is missing or not positive. */
    INPUT_SHAPE(Severity.ERROR),
    /** A network has at least one layer. */
    NO_LAYERS(Severity.ERROR),
    /** A layer method returns Tensor, takes Tensors, and has at least one layer annotation. */
    LAYER_METHOD(Severity.ERROR),
    /** Two layers have the same name. */
    DUPLICATE_LAYER(Severity.ERROR),
    /** Two arrays of weights have the same key. */
    DUPLICATE_KEY(Severity.ERROR),
    /** A parameter names no layer above. */
    UNKNOWN_INPUT(Severity.ERROR),
    /** The names of parameters are missing in a class file. */
    PARAMETER_NAMES(Severity.ERROR),
    /** A layer reads another number of layers than it can. */
    INPUT_COUNT(Severity.ERROR),
    /** An attribute is out of its range, has a wrong number of values, or contradicts another. */
    ATTRIBUTE(Severity.ERROR),
    /** Shapes do not meet. */
    SHAPE_MISMATCH(Severity.ERROR),
    /** A window is larger than its padded input. */
    WINDOW_SIZE(Severity.ERROR),
    /** Channels are not divisible by groups. */
    GROUPS(Severity.ERROR),
    /** PREVIOUS_CONV3x3 without a residual stage before it that could take the stride. */
    PREVIOUS_STAGE(Severity.ERROR),
    /** A network needs more memory than a Java array holds. */
    TOO_LARGE(Severity.ERROR),
    /** The compiler itself failed. */
    INTERNAL(Severity.ERROR),
    /** Nobody reads a layer's output. */
    UNUSED_LAYER(Severity.WARNING),
    /** A bias before a batch norm, which takes it away again. */
    REDUNDANT_BIAS(Severity.WARNING),
    /** An activation of an activation, or a dropout of nothing. */
    NO_EFFECT(Severity.WARNING),
    /** Activations are computed that no layer reads. */
    UNREAD_ACTIVATIONS(Severity.WARNING);

    private final Severity severity;

    FindingId(Severity severity) {
        this.severity = severity;
    }

    /** How much it matters. */
    public Severity severity() {
        return severity;
    }

    /** The id that users see: {@code shape-mismatch}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
