package castnet.runtime.thread;

/** A reusable barrier for a fixed team. */
final class TeamBarrier {
    private final int members;

    TeamBarrier(int members) {
        this.members = members;
    }

    void await() {
        if (members > 1) {
            throw new IllegalStateException("replaced by the thread package's author");
        }
    }
}
