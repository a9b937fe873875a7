package castnet.processor.plan;

/**
 * What the user may decide about a plan.
 *
 * @param skipUnread whether inference leaves out what no layer reads
 */
public record PlanOptions(boolean skipUnread) {
    /** The language's own. */
    public static final PlanOptions DEFAULT = new PlanOptions(true);
}
