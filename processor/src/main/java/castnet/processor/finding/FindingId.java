package castnet.processor.finding;

import java.util.List;
import java.util.Locale;

/**
 * Everything that can be found: severity and wording. The id of a constant is its name in kebab case: it begins every
 * message, is what {@code @SuppressWarnings("castnet:<id>")} takes, and names a page under {@code docs/findings}.
 */
public enum FindingId {
    /** A network is a top-level or nested interface without type parameters. */
    NOT_A_NETWORK(Severity.ERROR, "a network is an interface without type parameters, found %s"),
    /** Annotations of the language stand in networks. */
    MISSING_NETWORK(
            Severity.ERROR,
            "%s is declared like a network, but is none: annotate it with @Network, or let it extend an interface that "
                    + "has that"),
    /** A network extends at most one network. */
    SEVERAL_PARENTS(
            Severity.ERROR,
            "%s extends %d networks (%s): the order of their layers would be a guess; extend one of them"),
    /** The shape of the input is missing or out of range. */
    INPUT_SHAPE(
            Severity.ERROR,
            "one image needs channels, height and width of at least 1 and fewer than 2^31 elements, found %s: "
                    + "write @Network(input = @Shape(channels = 3, height = 224, width = 224))"),
    /** A network has at least one layer. */
    NO_LAYERS(Severity.ERROR, "%s declares no layer: add a method like @Linear(out = 10) Tensor fc()"),
    /** A layer method returns Tensor, takes Tensors, has no body and at least one layer annotation. */
    LAYER_METHOD(Severity.ERROR, "%s is not a layer: %s"),
    /** Two layers have the same name. */
    DUPLICATE_LAYER(Severity.ERROR, "the name %s is taken by %s: each layer needs a name of its own"),
    /** Two arrays of weights have the same key. */
    DUPLICATE_KEY(Severity.ERROR, "the weights %s exist already, they belong to %s: give one of the two another name"),
    /** A parameter names no layer. */
    UNKNOWN_INPUT(Severity.ERROR, "%s reads %s, but no layer has that name%s; above it there are: %s"),
    /** A parameter names a layer further down. */
    FORWARD_REFERENCE(
            Severity.ERROR, "%s reads %s, which stands %s: layers are written in the order in which data flows"),
    /** The names of parameters are missing in a class file. */
    PARAMETER_NAMES(
            Severity.ERROR,
            "the class file of %s does not say which layers %s reads: compile it with Castnet's processor, or with "
                    + "javac's option -parameters"),
    /** A layer reads another number of layers than it can. */
    INPUT_COUNT(Severity.ERROR, "@%s reads %s, found %d: %s"),
    /** An attribute is out of its range, has a wrong number of values, or contradicts another. */
    ATTRIBUTE(Severity.ERROR, "@%s(%s): %s"),
    /** Shapes do not meet. */
    SHAPE_MISMATCH(Severity.ERROR, "%s: %s"),
    /** A window is larger than its padded input. */
    WINDOW_SIZE(Severity.ERROR, "%s: %s"),
    /** Padding of a pool that is larger than half of its window. */
    POOL_PADDING(Severity.ERROR, "%s: %s"),
    /** Channels are not divisible by groups. */
    GROUPS(Severity.ERROR, "%s: %s"),
    /** An annotation marked as a block is none. */
    BLOCK(Severity.ERROR, "the block %s: %s"),
    /** An expression of a block cannot be read, has a wrong type or no value. */
    EXPRESSION(Severity.ERROR, "%s: %s"),
    /** PREVIOUS_CONV3x3 without a residual stage before it that could take the stride. */
    PREVIOUS_STAGE(Severity.ERROR, "the stride of %s is to sit on the last 3×3 of the stage before it, but %s"),
    /** An axis, a value or a condition of a sweep that makes no sense, or points that are no networks. */
    SWEEP(Severity.ERROR, "@Sweep: %s"),
    /** What would be generated exists already. */
    NAME_TAKEN(Severity.ERROR, "%s would be generated for %s, but exists already: rename one of the two"),
    /** A network, a layer or its weights are larger than a Java array. */
    TOO_LARGE(Severity.ERROR, "%s"),
    /** An option of the processor that it does not know. */
    OPTION(Severity.ERROR, "-A%s: expected one of %s; found '%s'"),
    /** The compiler itself failed. */
    INTERNAL(
            Severity.ERROR,
            "the compiler failed while %s %s: %s. This is our fault: please report it with the declaration"),
    /** Nobody reads a layer's output. */
    UNUSED_LAYER(Severity.WARNING, "nobody reads %s: it is computed for nothing"),
    /** A bias before a batch norm, which takes it away again. */
    REDUNDANT_BIAS(Severity.WARNING, "%s has a bias, which the batch norm behind it takes away again: leave it out"),
    /** A declaration that changes nothing. */
    NO_EFFECT(Severity.WARNING, "%s changes nothing: %s"),
    /** Activations are computed that no layer reads. */
    UNREAD_ACTIVATIONS(
            Severity.WARNING, "%s %s %s %% of %s; %s: put the stride on a window that reads all, " + "at = CONV3x3"),
    /** No window reaches the last rows or columns. */
    UNREAD_BORDER(
            Severity.WARNING,
            "%s %s not reach the border of %s (%s): %s %% of it%s are dropped: pad, use ceil mode, or choose a size that "
                    + "the windows divide");

    private final Severity severity;
    private final String wording;

    FindingId(Severity severity, String wording) {
        this.severity = severity;
        this.wording = wording;
    }

    /** How much it matters. */
    public Severity severity() {
        return severity;
    }

    /** The id that users see: {@code shape-mismatch}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A finding of this kind; the values fill its wording. */
    public Finding at(Origin origin, Object... values) {
        return new Finding(this, origin, String.format(Locale.ROOT, wording, values), List.of());
    }
}
