package castnet.runtime.thread;

/** Ends the members of a team whose colleague failed. Has neither stack trace nor suppressed ones, so one instance serves all. */
final class TeamFailure extends RuntimeException {
    @SuppressWarnings("StaticAssignmentOfThrowable")
    static final TeamFailure INSTANCE = new TeamFailure();

    private static final long serialVersionUID = 1L;

    private TeamFailure() {
        super("another member of the team failed", null, false, false);
    }
}
