package castnet.processor.plan;

/** A plan, or the reason why there is none. */
public sealed interface PlanResult {

    /** The network fits. */
    record Planned(ExecutionPlan plan) implements PlanResult {}

    /**
     * The network does not fit into what the JVM can address.
     *
     * @param reason one sentence with the figures, for a finding at the network
     */
    record TooLarge(String reason) implements PlanResult {}
}
