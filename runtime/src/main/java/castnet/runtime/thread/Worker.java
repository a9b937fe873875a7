package castnet.runtime.thread;

/**
 * One member of a team: which slice of every layer is its own, and scratch memory that nobody else touches. All members run
 * the same program; between two layers they meet at the barrier. Confined to its thread.
 */
public final class Worker {
    private final int part;
    private final int parts;
    private final float[] scratch;
    private final TeamBarrier barrier;

    Worker(int part, int parts, float[] scratch, TeamBarrier barrier) {
        this.part = part;
        this.parts = parts;
        this.scratch = scratch;
        this.barrier = barrier;
    }

    /** A team of one: its barrier does nothing. */
    public static Worker alone(int scratchFloats) {
        return new Worker(0, 1, new float[scratchFloats], new TeamBarrier(1));
    }

    /** This worker's number, from 0 to {@code parts() - 1}. */
    public int part() {
        return part;
    }

    /** Size of the team. */
    public int parts() {
        return parts;
    }

    /** Scratch memory of this worker; its contents do not survive a kernel. */
    public float[] scratch() {
        return scratch;
    }

    /** First of this worker's items when {@code items} are split evenly over the team. */
    public int from(int items) {
        return (int) ((long) items * part / parts);
    }

    /** One past the last of this worker's items. */
    public int to(int items) {
        return (int) ((long) items * (part + 1) / parts);
    }

    /** Waits until every member of the team has arrived; what they wrote before is then visible to all. */
    public void await() {
        barrier.await(part);
    }
}
