package castnet.runtime.thread;

/**
 * One member of a team: which slice of every layer is its own, and scratch memory that nobody else touches. All members run
 * the same program; between two layers they meet at the barrier. Confined to its thread.
 */
public final class Worker {

    /** Ints of {@link #offsets()}: 16 tiles of 6 pixels with three offsets each. */
    public static final int OFFSETS = 16 * 6 * 3;

    private final int part;
    private final int parts;
    private final float[] scratch;
    private final int[] offsets = new int[OFFSETS];
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

    /**
     * One slice of a team that does not run: whoever wants all of a kernel's work runs the slices one after the other. It has no
     * barrier to meet at; {@link #await()} returns at once.
     */
    public static Worker slice(int part, int parts, int scratchFloats) {
        return new Worker(part, parts, new float[scratchFloats], new TeamBarrier(1));
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

    /** Scratch memory for the offsets of pixels; its contents do not survive a kernel. */
    public int[] offsets() {
        return offsets;
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
