package castnet.processor.plan;

/**
 * What the user may decide about a plan.
 *
 * @param skipUnread whether inference leaves out what no layer reads
 * @param winograd whether 3×3 convolutions may be computed through Winograd's transforms
 */
public record PlanOptions(boolean skipUnread, boolean winograd) {
    /** The language's own. */
    public static final PlanOptions DEFAULT = new PlanOptions(true, true);
}
