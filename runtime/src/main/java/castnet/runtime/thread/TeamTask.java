package castnet.runtime.thread;

/** What every member of a {@link ThreadTeam} runs, each with its own {@link Worker}. */
@FunctionalInterface
public interface TeamTask {
    /** Computes the slice of {@code worker}; all members must call {@link Worker#await()} equally often. */
    void run(Worker worker);
}
