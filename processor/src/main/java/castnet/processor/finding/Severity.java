package castnet.processor.finding;

/** How much a finding matters. */
public enum Severity {
    /** The network is not generated. */
    ERROR,
    /** The network is generated; {@code @SuppressWarnings("castnet:<id>")} silences it. */
    WARNING
}
