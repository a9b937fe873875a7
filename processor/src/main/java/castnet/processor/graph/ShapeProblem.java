package castnet.processor.graph;

/**
 * Why an op cannot be applied to its inputs.
 *
 * @param rule which rule is broken
 * @param attribute the annotation's attribute that is to blame, empty if it is the inputs
 * @param text one sentence: what was expected and what was found
 */
public record ShapeProblem(Rule rule, String attribute, String text) {
    /** The rules of shapes. */
    public enum Rule {
        /** Number or shapes of the inputs do not fit together. */
        INPUTS,
        /** A window is larger than its input. */
        WINDOW,
        /** Channels are not divisible by groups. */
        GROUPS,
        /** Padding is larger than half of a pool's window. */
        PADDING,
        /** An attribute is outside its range. */
        RANGE
    }
}
